#include "csystem.h"
#include "wide.h"

// Where lines end, begin and are plain, a vector at a time.
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
typedef struct {
  const uint8_t *bytes, *end, *second;
  uint64_t comments, is_open;
  size_t start;
  uint32_t *marks;
} line_marks;

// The 64 bytes at `at`, of which the first `known` were looked at before.
__attribute__((target("avx2"), always_inline)) static inline size_t mark_block(line_marks *to, size_t at, unsigned known,
                                                                               size_t found) {
  const __m256i end = _mm256_set1_epi8('\n'), space = _mm256_set1_epi8(' '), tab = _mm256_set1_epi8('\t');
  const __m256i hash = _mm256_set1_epi8('#'), slash = _mm256_set1_epi8('/');
  __m256i x = _mm256_loadu_si256((const __m256i *)(to->bytes + at));
  __m256i y = _mm256_loadu_si256((const __m256i *)(to->bytes + at + 32));
#define MASK(a, b) ((uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 | (uint32_t)_mm256_movemask_epi8(a))
#define EITHER(x, a, b) _mm256_or_si256(_mm256_cmpeq_epi8(x, a), _mm256_cmpeq_epi8(x, b))
  uint64_t ends = MASK(_mm256_cmpeq_epi8(x, end), _mm256_cmpeq_epi8(y, end)) >> known;
  uint64_t blanks = MASK(EITHER(x, space, tab), EITHER(y, space, tab)) >> known;
  uint64_t signs = MASK(EITHER(x, hash, slash), EITHER(y, hash, slash)) & to->comments & ~0ull << known;
#undef MASK
#undef EITHER
  // A sum carries each line's start over its blanks to its first byte of ink.
  unsigned long long sum;
  uint64_t is_carried = (uint64_t)__builtin_uaddll_overflow(blanks, ends << 1 | to->is_open, &sum);
  for (uint64_t leads = sum & ~blanks & ~0ull >> known; leads; leads &= leads - 1) {
    size_t place = at + known + (size_t)__builtin_ctzll(leads);
    if (is_lead(to->bytes + place, to->end, to->second)) to->marks[found++] = (uint32_t)(place - to->start) << 1;
  }
  for (; signs; signs &= signs - 1) {
    size_t place = at + (size_t)__builtin_ctzll(signs);
    if (is_comment(to->bytes + place, to->end)) to->marks[found++] = (uint32_t)(place - to->start) << 1 | 1;
  }
  to->is_open = is_carried | ends >> (63 - known);
  return found;
}

// The same as below in wider vectors, where at least 64 bytes are.
__attribute__((target("avx2"))) static size_t mark_lines_wide(const uint8_t *bytes, size_t *from, size_t count,
                                                              const uint8_t second[64], uint64_t *open,
                                                              uint64_t comments, uint32_t *marks, size_t room) {
  line_marks to = {bytes, bytes + count, second, comments, *open, *from, marks};
  size_t at = to.start, found = 0;
  while (at + 64 <= count && found + 128 <= room && at - to.start < 1u << 30) {
    found = mark_block(&to, at, 0, found);
    at += 64;
  }
  // The rest is the end of a block that begins before it.
  if (at < count && at + 64 > count && found + 128 <= room) {
    found = mark_block(&to, count - 64, (unsigned)(at + 64 - count), found);
    at = count;
  }
  *from = at;
  *open = to.is_open;
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
