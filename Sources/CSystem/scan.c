#include "csystem.h"
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif
#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// Swift's SIMD types have no way to ask which lane was hit, so the inner loops of the literal search are here. Where a
// vector is left over, the last one is looked at again from its end: what is before the rest is known to hold nothing.
#if defined(__x86_64__)
typedef struct {
  size_t near, far;
  uint8_t near_byte, near_fold, far_byte, far_fold;
} byte_pair;

__attribute__((target("avx2"))) static size_t find_pair_wide(const uint8_t *bytes, size_t from, size_t end, byte_pair pair) {
  const uint8_t *a = bytes + pair.near, *b = bytes + pair.far;
  const __m256i first = _mm256_set1_epi8((char)pair.near_byte), second = _mm256_set1_epi8((char)pair.far_byte);
  const __m256i first_fold = _mm256_set1_epi8((char)pair.near_fold);
  const __m256i second_fold = _mm256_set1_epi8((char)pair.far_fold);
#define HITS(at)                                                                                                       \
  _mm256_and_si256(                                                                                                    \
      _mm256_cmpeq_epi8(_mm256_or_si256(_mm256_loadu_si256((const __m256i *)(a + (at))), first_fold), first),          \
      _mm256_cmpeq_epi8(_mm256_or_si256(_mm256_loadu_si256((const __m256i *)(b + (at))), second_fold), second))
  size_t at = from;
  for (; at + 64 <= end; at += 64) {
    __m256i x0 = HITS(at), x1 = HITS(at + 32);
    __m256i both = _mm256_or_si256(x0, x1);
    if (_mm256_testz_si256(both, both)) continue;
    uint64_t hits = (uint64_t)(uint32_t)_mm256_movemask_epi8(x1) << 32 | (uint32_t)_mm256_movemask_epi8(x0);
    return at + (size_t)__builtin_ctzll(hits);
  }
  while (at < end) {
    if (at + 32 > end) at = end - 32;
    unsigned hits = (unsigned)_mm256_movemask_epi8(HITS(at));
    if (hits) return at + (size_t)__builtin_ctz(hits);
    at += 32;
  }
#undef HITS
  return end;
}

// Whether there are such vectors, and the system keeps them: 1, 2 for no, 0 until somebody has asked.
static int width;

static int is_wide(void) {
  int known = __atomic_load_n(&width, __ATOMIC_RELAXED);
  if (known) return known == 1;
  unsigned eax, ebx, ecx, edx, kept = 0;
  int answer = 2;
  // (7.EBX bit 5; 1.ECX bits 27 and 28; both halves of the registers in XCR0.)
  if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) && (ecx >> 27 & 3) == 3) {
    unsigned high;
    __asm__("xgetbv" : "=a"(kept), "=d"(high) : "c"(0));
    if ((kept & 6) == 6 && __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && ebx >> 5 & 1) answer = 1;
  }
  __atomic_store_n(&width, answer, __ATOMIC_RELAXED);
  return answer == 1;
}
#endif

size_t flywheel_find_pair(const uint8_t *bytes, size_t from, size_t end, size_t near, uint8_t near_byte,
                          uint8_t near_fold, size_t far, uint8_t far_byte, uint8_t far_fold) {
  const uint8_t *a = bytes + near, *b = bytes + far;
  size_t at = from;
#if defined(__x86_64__)
  if (at + 32 <= end && is_wide())
    return find_pair_wide(bytes, from, end, (byte_pair){near, far, near_byte, near_fold, far_byte, far_fold});
#endif
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8((char)near_byte), second = _mm_set1_epi8((char)far_byte);
  const __m128i first_fold = _mm_set1_epi8((char)near_fold), second_fold = _mm_set1_epi8((char)far_fold);
  if (at + 16 <= end) {
    while (at < end) {
      if (at + 16 > end) at = end - 16;
      __m128i x = _mm_loadu_si128((const __m128i *)(a + at)), y = _mm_loadu_si128((const __m128i *)(b + at));
      unsigned hits = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(_mm_or_si128(x, first_fold), first),
                                                                _mm_cmpeq_epi8(_mm_or_si128(y, second_fold), second)));
      if (hits) return at + (size_t)__builtin_ctz(hits);
      at += 16;
    }
    return end;
  }
#elif defined(__ARM_NEON)
  const uint8x16_t first = vdupq_n_u8(near_byte), second = vdupq_n_u8(far_byte);
  const uint8x16_t first_fold = vdupq_n_u8(near_fold), second_fold = vdupq_n_u8(far_fold);
  for (; at + 16 <= end; at += 16) {
    uint8x16_t hit = vandq_u8(vceqq_u8(vorrq_u8(vld1q_u8(a + at), first_fold), first),
                              vceqq_u8(vorrq_u8(vld1q_u8(b + at), second_fold), second));
    uint64_t hits = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(hit), 4)), 0);
    if (hits) return at + (size_t)__builtin_ctzll(hits) / 4;
  }
#endif
  for (; at < end; at++)
    if ((a[at] | near_fold) == near_byte && (b[at] | far_fold) == far_byte) return at;
  return end;
}

// How common an ASCII byte is where configurations are written; letters by the small ones.
static const uint8_t ranks[128] =
    "0000000000Z000000000000000000000~0P0000000000GEC5555555555700H000000000000000000000000000000000?0L<FCN=@>I58EDJKA6HGMB:97;"
    "400000";

static inline uint8_t fold_of(uint8_t byte) { return (uint8_t)(byte - 'a') < 26 ? 0x20 : 0; }

size_t flywheel_find_text(const uint8_t *bytes, size_t from, size_t end, const uint8_t *text, size_t length) {
  // Of its bytes the two that are rarest: each place where both stand is looked at.
  size_t near = 0, far = length - 1;
  if (length > 2) {
    uint8_t least = ranks[text[near] & 0x7F], next = ranks[text[far] & 0x7F];
    if (least > next) {
      size_t place = near;
      near = far, far = place;
      uint8_t rank = least;
      least = next, next = rank;
    }
    for (size_t i = 1; i < length - 1; i++) {
      uint8_t rank = ranks[text[i] & 0x7F];
      if (rank >= next) continue;
      if (rank < least) {
        far = near, next = least;
        near = i, least = rank;
      } else {
        far = i, next = rank;
      }
    }
  }
  uint8_t near_fold = fold_of(text[near]), far_fold = fold_of(text[far]);
  for (size_t at = from; at < end; at++) {
    at = flywheel_find_pair(bytes, at, end, near, text[near], near_fold, far, text[far], far_fold);
    if (at >= end) return end;
    // Folding bit 5 takes some signs for letters, too.
    size_t same = 0;
    while (same < length && ((uint8_t)(bytes[at + same] - 'A') < 26 ? bytes[at + same] | 0x20 : bytes[at + same]) == text[same])
      same++;
    if (same == length) return at;
  }
  return end;
}

static inline unsigned window_hash(const uint8_t *at) {
  uint32_t window;
  memcpy(&window, at, 4);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  window = __builtin_bswap32(window);
#endif
  return ((window | 0x20202020u) * 0x9E3779B1u) >> 15;
}

#if defined(__x86_64__)
typedef uint32_t __attribute__((may_alias)) half_word;

// The same as below with eight hashes in one vector, whose bits of the table are looked up one by one (an instruction that
// gathers them is slower). Goes on while all that is loaded lies in the text; `from` is then where it stopped.
__attribute__((target("avx2"))) static size_t next_window_wide(const uint8_t *bytes, size_t *from, size_t last,
                                                               size_t step, const half_word *table) {
  // Each half of a vector holds the four windows of sixteen bytes that begin at its first.
  const __m256i places = _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 0, 1, 2, 3),
                                            _mm256_set1_epi32((int)(step * 0x01010101u)));
  const __m256i order = _mm256_add_epi32(places, _mm256_set1_epi32(0x03020100));
  const __m256i fold = _mm256_set1_epi32(0x20202020), factor = _mm256_set1_epi32((int)0x9E3779B1u);
  const __m256i low = _mm256_set1_epi32(31), one = _mm256_set1_epi32(1);
  size_t at = *from;
  for (; at + 4 * step + 12 <= last; at += 8 * step) {
    __m128i near = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i far = _mm_loadu_si128((const __m128i *)(bytes + at + 4 * step));
    __m256i text = _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(near), far, 1), order);
    __m256i hash = _mm256_srli_epi32(_mm256_mullo_epi32(_mm256_or_si256(text, fold), factor), 15);
    __m256i bit = _mm256_sllv_epi32(one, _mm256_and_si256(hash, low));
    __m256i word = _mm256_srli_epi32(hash, 5);
    uint64_t w0 = (uint64_t)_mm256_extract_epi64(word, 0), w1 = (uint64_t)_mm256_extract_epi64(word, 1);
    uint64_t w2 = (uint64_t)_mm256_extract_epi64(word, 2), w3 = (uint64_t)_mm256_extract_epi64(word, 3);
    __m256i words = _mm256_setr_epi32((int)table[(uint32_t)w0], (int)table[w0 >> 32], (int)table[(uint32_t)w1],
                                      (int)table[w1 >> 32], (int)table[(uint32_t)w2], (int)table[w2 >> 32],
                                      (int)table[(uint32_t)w3], (int)table[w3 >> 32]);
    __m256i found = _mm256_and_si256(words, bit);
    if (_mm256_testz_si256(found, found)) continue;
    __m256i empty = _mm256_cmpeq_epi32(found, _mm256_setzero_si256());
    return at + step * (size_t)__builtin_ctz(~(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(empty)));
  }
  *from = at;
  return SIZE_MAX;
}
#endif

size_t flywheel_next_window(const uint8_t *bytes, size_t from, size_t last, size_t step, const uint64_t *table) {
  size_t at = from;
#if defined(__x86_64__)
  // (Four windows lie in sixteen bytes at a step of up to four.)
  if (step <= 4 && at + 4 * step + 12 <= last && is_wide()) {
    size_t place = next_window_wide(bytes, &at, last, step, (const half_word *)table);
    if (place != SIZE_MAX) return place;
  }
#endif
  // Four looks at the table before one jump: nearly all of them find nothing.
  while (at + 3 * step <= last) {
    unsigned h0 = window_hash(bytes + at), h1 = window_hash(bytes + at + step);
    unsigned h2 = window_hash(bytes + at + 2 * step), h3 = window_hash(bytes + at + 3 * step);
    uint64_t b0 = table[h0 >> 6] >> (h0 & 63) & 1, b1 = table[h1 >> 6] >> (h1 & 63) & 1;
    uint64_t b2 = table[h2 >> 6] >> (h2 & 63) & 1, b3 = table[h3 >> 6] >> (h3 & 63) & 1;
    if (b0 | b1 | b2 | b3) return at + (b0 ? 0 : b1 ? step : b2 ? 2 * step : 3 * step);
    at += 4 * step;
  }
  for (; at <= last; at += step) {
    unsigned h = window_hash(bytes + at);
    if (table[h >> 6] >> (h & 63) & 1) return at;
  }
  return at;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t plain_end_wide(const uint8_t *bytes, size_t count) {
  const __m256i zero = _mm256_setzero_si256();
  for (size_t at = 0; at < count; at += 64) {
    if (at + 64 > count) at = count - 64;
    __m256i x = _mm256_loadu_si256((const __m256i *)(bytes + at));
    __m256i y = _mm256_loadu_si256((const __m256i *)(bytes + at + 32));
    // (As numbers with a sign both are below one.)
    if (_mm256_movemask_epi8(_mm256_and_si256(_mm256_cmpgt_epi8(x, zero), _mm256_cmpgt_epi8(y, zero))) != -1) return at;
  }
  return count;
}
#endif

size_t flywheel_plain_end(const uint8_t *bytes, size_t count) {
  size_t at = 0;
#if defined(__x86_64__)
  if (count >= 64 && is_wide()) at = plain_end_wide(bytes, count);
#endif
  while (at < count && bytes[at] - 1u < 0x7F) at++;
  return at;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t line_end_wide(const uint8_t *bytes, size_t *from, size_t count, uint8_t *seen) {
  const __m256i feed = _mm256_set1_epi8('\n'), back = _mm256_set1_epi8('\r');
  const __m256i tick = _mm256_set1_epi8('`'), bracket = _mm256_set1_epi8('['), angle = _mm256_set1_epi8('<');
  __m256i marks = _mm256_setzero_si256(), all = marks;
  unsigned mark = 0, high = 0;
  size_t at = *from, end = SIZE_MAX;
  for (; at + 32 <= count; at += 32) {
    __m256i x = _mm256_loadu_si256((const __m256i *)(bytes + at));
    __m256i ends = _mm256_or_si256(_mm256_cmpeq_epi8(x, feed), _mm256_cmpeq_epi8(x, back));
    __m256i found = _mm256_or_si256(_mm256_cmpeq_epi8(x, angle),
                                    _mm256_or_si256(_mm256_cmpeq_epi8(x, tick), _mm256_cmpeq_epi8(x, bracket)));
    unsigned stop = (unsigned)_mm256_movemask_epi8(ends);
    if (stop) {
      unsigned before = (stop & -stop) - 1;
      mark = (unsigned)_mm256_movemask_epi8(found) & before;
      high = (unsigned)_mm256_movemask_epi8(x) & before;
      end = at + (size_t)__builtin_ctz(stop);
      break;
    }
    marks = _mm256_or_si256(marks, found);
    all = _mm256_or_si256(all, x);
  }
  if (mark | (unsigned)_mm256_movemask_epi8(marks)) *seen |= 1;
  if (high | (unsigned)_mm256_movemask_epi8(all)) *seen |= 0x80;
  *from = at;
  return end;
}
#endif

size_t flywheel_line_end(const uint8_t *bytes, size_t from, size_t count, uint8_t *seen) {
  size_t at = from;
  *seen = 0;
#if defined(__x86_64__)
  if (at + 32 <= count && is_wide()) {
    size_t place = line_end_wide(bytes, &at, count, seen);
    if (place != SIZE_MAX) return place;
  }
#endif
  for (; at < count && bytes[at] != '\n' && bytes[at] != '\r'; at++)
    *seen |= (bytes[at] & 0x80) | (bytes[at] == '`' || bytes[at] == '[' || bytes[at] == '<');
  return at;
}

static inline int is_lead(const uint8_t *at, const uint8_t *end, const uint8_t second[64]) {
  uint8_t wanted = second[at[0] & 63];
  return wanted && end - at > 1 && at[1] == wanted && at[0] >> 6 == 1;
}

static inline int is_comment(const uint8_t *at, const uint8_t *end) {
  return at[0] == '#' || (at[0] == '/' && end - at > 1 && (at[1] == '/' || at[1] == '*'));
}

#if defined(__x86_64__)
// The same as below in wider vectors, where at least 64 bytes are.
__attribute__((target("avx2"))) static size_t mark_lines_wide(const uint8_t *bytes, size_t *from, size_t count,
                                                              const uint8_t second[64], uint64_t *open,
                                                              uint64_t comments, uint32_t *marks, size_t room) {
  const __m256i end = _mm256_set1_epi8('\n'), space = _mm256_set1_epi8(' '), tab = _mm256_set1_epi8('\t');
  const __m256i hash = _mm256_set1_epi8('#'), slash = _mm256_set1_epi8('/');
  uint64_t is_open = *open;
  size_t start = *from, at = start, found = 0;
#define MASK(a, b) ((uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 | (uint32_t)_mm256_movemask_epi8(a))
#define EITHER(x, a, b) _mm256_or_si256(_mm256_cmpeq_epi8(x, a), _mm256_cmpeq_epi8(x, b))
  while (at < count && found + 128 <= room && at - start < 1u << 30) {
    // The rest is the end of a block that begins before it.
    unsigned known = at + 64 <= count ? 0 : (unsigned)(at + 64 - count);
    at -= known;
    __m256i x = _mm256_loadu_si256((const __m256i *)(bytes + at));
    __m256i y = _mm256_loadu_si256((const __m256i *)(bytes + at + 32));
    uint64_t ends = MASK(_mm256_cmpeq_epi8(x, end), _mm256_cmpeq_epi8(y, end)) >> known;
    uint64_t blanks = MASK(EITHER(x, space, tab), EITHER(y, space, tab)) >> known;
    uint64_t signs = MASK(EITHER(x, hash, slash), EITHER(y, hash, slash)) & comments & ~0ull << known;
    // A sum carries each line's start over its blanks to its first byte of ink.
    unsigned long long sum;
    uint64_t is_carried = (uint64_t)__builtin_uaddll_overflow(blanks, ends << 1 | is_open, &sum);
    for (uint64_t leads = sum & ~blanks & ~0ull >> known; leads; leads &= leads - 1) {
      size_t place = at + known + (size_t)__builtin_ctzll(leads);
      if (is_lead(bytes + place, bytes + count, second)) marks[found++] = (uint32_t)(place - start) << 1;
    }
    for (; signs; signs &= signs - 1) {
      size_t place = at + (size_t)__builtin_ctzll(signs);
      if (is_comment(bytes + place, bytes + count)) marks[found++] = (uint32_t)(place - start) << 1 | 1;
    }
    is_open = is_carried | ends >> 63;
    at += 64;
  }
#undef MASK
#undef EITHER
  *from = at;
  *open = is_open;
  return found;
}
#endif

size_t flywheel_mark_lines(const uint8_t *bytes, size_t *from, size_t count, const uint8_t second[64], uint64_t *open,
                           int with_comments, uint32_t *marks, size_t room) {
#if defined(__x86_64__)
  if (count >= 64 && is_wide())
    return mark_lines_wide(bytes, from, count, second, open, with_comments ? ~0ull : 0, marks, room);
#endif
  size_t start = *from, at = start, found = 0;
  for (; at < count && found + 2 <= room && at - start < 1u << 30; at++) {
    uint8_t byte = bytes[at];
    if (byte == '\n') {
      *open = 1;
    } else if (*open && byte != ' ' && byte != '\t') {
      if (is_lead(bytes + at, bytes + count, second)) marks[found++] = (uint32_t)(at - start) << 1;
      *open = 0;
    }
    if (with_comments && is_comment(bytes + at, bytes + count)) marks[found++] = (uint32_t)(at - start) << 1 | 1;
  }
  *from = at;
  return found;
}

void *flywheel_load(void *const *slot) { return __atomic_load_n(slot, __ATOMIC_ACQUIRE); }

uint32_t flywheel_spend(uint32_t *spent, uint32_t amount) {
  return __atomic_add_fetch(spent, amount, __ATOMIC_RELAXED);
}

void *flywheel_publish(void **slot, void *value) {
  void *expected = NULL;
  if (__atomic_compare_exchange_n(slot, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return value;
  return expected;
}
