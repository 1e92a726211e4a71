#include "csystem.h"
#include "wide.h"
#include <string.h>
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

// Where the pair stands in the 32 bytes from there, in the variables of the functions below.
#define PAIR_HITS(at)                                                                                                  \
  _mm256_and_si256(                                                                                                    \
      _mm256_cmpeq_epi8(_mm256_or_si256(_mm256_loadu_si256((const __m256i *)(a + (at))), first_fold), first),          \
      _mm256_cmpeq_epi8(_mm256_or_si256(_mm256_loadu_si256((const __m256i *)(b + (at))), second_fold), second))

__attribute__((target("avx2"))) static size_t find_pair_wide(const uint8_t *bytes, size_t from, size_t end, byte_pair pair) {
  const uint8_t *a = bytes + pair.near, *b = bytes + pair.far;
  const __m256i first = _mm256_set1_epi8((char)pair.near_byte), second = _mm256_set1_epi8((char)pair.far_byte);
  const __m256i first_fold = _mm256_set1_epi8((char)pair.near_fold);
  const __m256i second_fold = _mm256_set1_epi8((char)pair.far_fold);
  size_t at = from;
  for (; at + 64 <= end; at += 64) {
    __m256i x0 = PAIR_HITS(at), x1 = PAIR_HITS(at + 32);
    __m256i both = _mm256_or_si256(x0, x1);
    if (_mm256_testz_si256(both, both)) continue;
    uint64_t hits = (uint64_t)(uint32_t)_mm256_movemask_epi8(x1) << 32 | (uint32_t)_mm256_movemask_epi8(x0);
    return at + (size_t)__builtin_ctzll(hits);
  }
  while (at < end) {
    if (at + 32 > end) at = end - 32;
    unsigned hits = (unsigned)_mm256_movemask_epi8(PAIR_HITS(at));
    if (hits) return at + (size_t)__builtin_ctz(hits);
    at += 32;
  }
  return end;
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

static inline int is_text(const uint8_t *at, const uint8_t *text, size_t length) {
  // Folding bit 5 takes some signs for letters, too.
  for (size_t i = 0; i < length; i++)
    if (((uint8_t)(at[i] - 'A') < 26 ? at[i] | 0x20 : at[i]) != text[i]) return 0;
  return 1;
}

#if defined(__x86_64__)
// Looks at all places of a vector where both bytes stand before it goes on.
__attribute__((target("avx2"))) static size_t find_text_wide(const uint8_t *bytes, size_t from, size_t end, byte_pair pair,
                                                             const uint8_t *text, size_t length) {
  const uint8_t *a = bytes + pair.near, *b = bytes + pair.far;
  const __m256i first = _mm256_set1_epi8((char)pair.near_byte), second = _mm256_set1_epi8((char)pair.far_byte);
  const __m256i first_fold = _mm256_set1_epi8((char)pair.near_fold);
  const __m256i second_fold = _mm256_set1_epi8((char)pair.far_fold);
  size_t at = from;
  for (; at + 64 <= end; at += 64) {
    __m256i x0 = PAIR_HITS(at), x1 = PAIR_HITS(at + 32);
    __m256i both = _mm256_or_si256(x0, x1);
    if (_mm256_testz_si256(both, both)) continue;
    uint64_t hits = (uint64_t)(uint32_t)_mm256_movemask_epi8(x1) << 32 | (uint32_t)_mm256_movemask_epi8(x0);
    for (; hits; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctzll(hits);
      if (is_text(bytes + place, text, length)) return place;
    }
  }
  while (at < end) {
    if (at + 32 > end) at = end - 32;
    for (unsigned hits = (unsigned)_mm256_movemask_epi8(PAIR_HITS(at)); hits; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctz(hits);
      if (is_text(bytes + place, text, length)) return place;
    }
    at += 32;
  }
  return end;
}
#endif

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
#if defined(__x86_64__)
  if (from + 32 <= end && is_wide())
    return find_text_wide(bytes, from, end, (byte_pair){near, far, text[near], near_fold, text[far], far_fold}, text, length);
#endif
  for (size_t at = from; at < end; at++) {
    at = flywheel_find_pair(bytes, at, end, near, text[near], near_fold, far, text[far], far_fold);
    if (at >= end) return end;
    if (is_text(bytes + at, text, length)) return at;
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

void *flywheel_load(void *const *slot) { return __atomic_load_n(slot, __ATOMIC_ACQUIRE); }

uint32_t flywheel_spend(uint32_t *spent, uint32_t amount) {
  return __atomic_add_fetch(spent, amount, __ATOMIC_RELAXED);
}

void *flywheel_publish(void **slot, void *value) {
  void *expected = NULL;
  if (__atomic_compare_exchange_n(slot, &expected, value, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return value;
  return expected;
}
