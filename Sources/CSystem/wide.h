#pragma once

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

// Whether there are such vectors, and the system keeps them: 1, 2 for no, 0 until somebody has asked.
static int width;

static int is_wide(void) {
  int known = __atomic_load_n(&width, __ATOMIC_RELAXED);
  if (known) return known == 1;
  unsigned eax, ebx, ecx, edx, kept = 0;
  int answer = 2;
  // (7.EBX bit 5, and 3 and 8 for BMI, which all such have; 1.ECX bits 27 and 28; both halves of the registers in XCR0.)
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) && (ecx >> 27 & 3) == 3) {
    unsigned high;
    __asm__("xgetbv" : "=a"(kept), "=d"(high) : "c"(0));
    if ((kept & 6) == 6 && __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx & 0x128) == 0x128) answer = 1;
  }
  __atomic_store_n(&width, answer, __ATOMIC_RELAXED);
  return answer == 1;
}
#endif
