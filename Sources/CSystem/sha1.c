// SHA-1 (FIPS 180-4), which is how git names what it keeps. Used to recognise content, never to trust it.
#include "csystem.h"

#include <string.h>

static uint32_t rotate(uint32_t value, int count) { return value << count | value >> (32 - count); }

static void blocks_plain(uint32_t state[5], const uint8_t *bytes, size_t count) {
  for (; count; count--, bytes += 64) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++)
      w[i] = (uint32_t)bytes[4 * i] << 24 | (uint32_t)bytes[4 * i + 1] << 16 | (uint32_t)bytes[4 * i + 2] << 8 |
             bytes[4 * i + 3];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++) {
      if (i >= 16) w[i & 15] = rotate(w[(i + 13) & 15] ^ w[(i + 8) & 15] ^ w[(i + 2) & 15] ^ w[i & 15], 1);
      uint32_t f = i < 20   ? ((b & (c ^ d)) ^ d) + 0x5A827999
                   : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1
                   : i < 60 ? ((b & c) | (d & (b | c))) + 0x8F1BBCDC
                            : (b ^ c ^ d) + 0xCA62C1D6;
      uint32_t next = rotate(a, 5) + f + e + w[i & 15];
      e = d;
      d = c;
      c = rotate(b, 30);
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>

// Four rounds each; `t` says which function and constant. The schedule runs ahead of the rounds.
#define ROUNDS(e0, e1, m0, m1, m2, m3, t) \
  e0 = _mm_sha1nexte_epu32(e0, m0);       \
  e1 = abcd;                              \
  m1 = _mm_sha1msg2_epu32(m1, m0);        \
  abcd = _mm_sha1rnds4_epu32(abcd, e0, t); \
  m3 = _mm_sha1msg1_epu32(m3, m0);        \
  m2 = _mm_xor_si128(m2, m0);

__attribute__((target("sha,sse4.1"))) static void blocks_sha(uint32_t state[5], const uint8_t *bytes, size_t count) {
  const __m128i order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1B);
  __m128i e0 = _mm_set_epi32((int)state[4], 0, 0, 0), e1;
  for (; count; count--, bytes += 64) {
    __m128i abcd_before = abcd, e_before = e0;
    const __m128i *in = (const __m128i *)bytes;
    __m128i m0 = _mm_shuffle_epi8(_mm_loadu_si128(in), order);
    __m128i m1 = _mm_shuffle_epi8(_mm_loadu_si128(in + 1), order);
    __m128i m2 = _mm_shuffle_epi8(_mm_loadu_si128(in + 2), order);
    __m128i m3 = _mm_shuffle_epi8(_mm_loadu_si128(in + 3), order);

    e0 = _mm_add_epi32(e0, m0);
    e1 = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, e0, 0);

    e1 = _mm_sha1nexte_epu32(e1, m1);
    e0 = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, e1, 0);
    m0 = _mm_sha1msg1_epu32(m0, m1);

    e0 = _mm_sha1nexte_epu32(e0, m2);
    e1 = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, e0, 0);
    m1 = _mm_sha1msg1_epu32(m1, m2);
    m0 = _mm_xor_si128(m0, m2);

    ROUNDS(e1, e0, m3, m0, m1, m2, 0)
    ROUNDS(e0, e1, m0, m1, m2, m3, 0)
    ROUNDS(e1, e0, m1, m2, m3, m0, 1)
    ROUNDS(e0, e1, m2, m3, m0, m1, 1)
    ROUNDS(e1, e0, m3, m0, m1, m2, 1)
    ROUNDS(e0, e1, m0, m1, m2, m3, 1)
    ROUNDS(e1, e0, m1, m2, m3, m0, 1)
    ROUNDS(e0, e1, m2, m3, m0, m1, 2)
    ROUNDS(e1, e0, m3, m0, m1, m2, 2)
    ROUNDS(e0, e1, m0, m1, m2, m3, 2)
    ROUNDS(e1, e0, m1, m2, m3, m0, 2)
    ROUNDS(e0, e1, m2, m3, m0, m1, 2)
    ROUNDS(e1, e0, m3, m0, m1, m2, 3)
    ROUNDS(e0, e1, m0, m1, m2, m3, 3)

    e1 = _mm_sha1nexte_epu32(e1, m1);
    e0 = abcd;
    m2 = _mm_sha1msg2_epu32(m2, m1);
    abcd = _mm_sha1rnds4_epu32(abcd, e1, 3);
    m3 = _mm_xor_si128(m3, m1);

    e0 = _mm_sha1nexte_epu32(e0, m2);
    e1 = abcd;
    m3 = _mm_sha1msg2_epu32(m3, m2);
    abcd = _mm_sha1rnds4_epu32(abcd, e0, 3);

    e1 = _mm_sha1nexte_epu32(e1, m3);
    e0 = abcd;
    abcd = _mm_sha1rnds4_epu32(abcd, e1, 3);

    e0 = _mm_sha1nexte_epu32(e0, e_before);
    abcd = _mm_add_epi32(abcd, abcd_before);
  }
  _mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(abcd, 0x1B));
  state[4] = (uint32_t)_mm_extract_epi32(e0, 3);
}

// Asked once: under a hypervisor the question costs as much as a small file.
static int has_sha(void) {
  static atomic_int known;
  int answer = atomic_load_explicit(&known, memory_order_relaxed);
  if (answer) return answer > 0;
  unsigned a, b = 0, c = 0, d;
  int is_there = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
  is_there = is_there && __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) && (c & bit_SSSE3);
  atomic_store_explicit(&known, is_there ? 1 : -1, memory_order_relaxed);
  return is_there;
}
#endif

void flywheel_sha1(const uint8_t *head, size_t head_length, const uint8_t *bytes, size_t length, int plain,
                   uint8_t digest[20]) {
  uint32_t state[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  void (*blocks)(uint32_t *, const uint8_t *, size_t) = blocks_plain;
#if defined(__x86_64__)
  if (!plain && has_sha()) blocks = blocks_sha;
#else
  (void)plain;
#endif
  uint8_t block[128];
  size_t total = head_length + length, kept = head_length;
  memcpy(block, head, kept);
  size_t taken = length < 64 - kept ? length : 64 - kept;
  memcpy(block + kept, bytes, taken);
  kept += taken;
  if (kept == 64) {
    blocks(state, block, 1);
    size_t whole = (length - taken) / 64;
    blocks(state, bytes + taken, whole);
    taken += whole * 64;
    kept = length - taken;
    memcpy(block, bytes + taken, kept);
  }
  memset(block + kept, 0, sizeof block - kept);
  block[kept] = 0x80;
  size_t end = kept < 56 ? 64 : 128;
  for (int i = 0; i < 8; i++) block[end - 1 - i] = (uint8_t)((uint64_t)total * 8 >> 8 * i);
  blocks(state, block, end / 64);
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - 8 * (i % 4)));
}
