#include <string.h>

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

// Eight bytes behind the lead are there.
static inline int is_lead(const uint8_t *at, const flywheel_lead leads[32]) {
  const flywheel_lead *wanted = leads + (at[0] & 31);
  uint64_t word;
  memcpy(&word, at + 1, 8);
  return (word & wanted->mask) == wanted->word;
}

// At the end of the text what would come behind it is zero.
__attribute__((noinline)) static int is_last_lead(const uint8_t *at, const uint8_t *end, const flywheel_lead leads[32]) {
  uint8_t rest[9] = {0};
  memcpy(rest, at, (size_t)(end - at < 9 ? end - at : 9));
  return is_lead(rest, leads);
}

static inline int is_comment(const uint8_t *at, const uint8_t *end) {
  return at[0] == '#' || (at[0] == '/' && end - at > 1 && (at[1] == '/' || at[1] == '*'));
}

#if defined(__x86_64__)
typedef struct {
  const uint8_t *bytes, *end;
  const flywheel_lead *leads;
  uint64_t comments, is_open;
  size_t start;
  uint32_t *marks;
} line_marks;

// The 64 bytes at `at`, of which the first `known` were looked at before; no more may come where they are the last.
__attribute__((target("avx2,bmi,bmi2"), always_inline)) static inline size_t mark_block(line_marks *to, size_t at,
                                                                                        unsigned known, int is_last,
                                                                                        size_t found) {
  // For each low half of a byte the one byte of that half that is looked for, or one of another half.
  const __m256i blank = _mm256_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', 0, 0, 0, 0, 0, 0,
                                         ' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', 0, 0, 0, 0, 0, 0);
  const __m256i sign = _mm256_setr_epi8(1, 0, 0, '#', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '/',
                                        1, 0, 0, '#', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '/');
  const __m256i end = _mm256_set1_epi8('\n');
  __m256i x = _mm256_loadu_si256((const __m256i *)(to->bytes + at));
  __m256i y = _mm256_loadu_si256((const __m256i *)(to->bytes + at + 32));
#define MASK(a, b) ((uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32 | (uint32_t)_mm256_movemask_epi8(a))
#define OF(set, x) _mm256_cmpeq_epi8(_mm256_shuffle_epi8(set, x), x)
  uint64_t ends = MASK(_mm256_cmpeq_epi8(x, end), _mm256_cmpeq_epi8(y, end)) >> known;
  uint64_t blanks = MASK(OF(blank, x), OF(blank, y)) >> known;
  uint64_t signs = MASK(OF(sign, x), OF(sign, y)) & to->comments & ~0ull << known;
#undef MASK
#undef OF
  // A sum carries each line's start over its blanks to its first byte of ink.
  unsigned long long sum;
  uint64_t is_carried = (uint64_t)__builtin_uaddll_overflow(blanks, ends << 1 | to->is_open, &sum);
  for (uint64_t leads = sum & ~blanks & ~0ull >> known; leads; leads &= leads - 1) {
    const uint8_t *place = to->bytes + at + known + (size_t)__builtin_ctzll(leads);
    if (is_last && to->end - place < 9 ? is_last_lead(place, to->end, to->leads) : is_lead(place, to->leads))
      to->marks[found++] = (uint32_t)((size_t)(place - to->bytes) - to->start) << 1;
  }
  for (; signs; signs &= signs - 1) {
    const uint8_t *place = to->bytes + at + (size_t)__builtin_ctzll(signs);
    if (is_comment(place, is_last ? to->end : place + 2))
      to->marks[found++] = (uint32_t)((size_t)(place - to->bytes) - to->start) << 1 | 1;
  }
  to->is_open = is_carried | ends >> (63 - known);
  return found;
}

// The same as below in wider vectors, where at least 64 bytes are.
__attribute__((target("avx2,bmi,bmi2"))) static size_t mark_lines_wide(const uint8_t *bytes, size_t *from, size_t count,
                                                                       const flywheel_lead leads[32], uint64_t *open,
                                                                       uint64_t comments, uint32_t *marks, size_t room) {
  line_marks to = {bytes, bytes + count, leads, comments, *open, *from, marks};
  size_t at = to.start, found = 0, stop = to.start + (1u << 30);
  if (stop > count) stop = count;
  // (As a difference: there may be fewer bytes than these.)
  for (; stop - at >= 64 + 8 && found + 128 <= room; at += 64) found = mark_block(&to, at, 0, 0, found);
  for (; stop - at >= 64 && found + 128 <= room; at += 64) found = mark_block(&to, at, 0, 1, found);
  // The rest is the end of a block that begins before it.
  if (at < count && count - at < 64 && found + 128 <= room) {
    found = mark_block(&to, count - 64, (unsigned)(at + 64 - count), 1, found);
    at = count;
  }
  *from = at;
  *open = to.is_open;
  return found;
}
#endif

size_t flywheel_mark_lines(const uint8_t *bytes, size_t *from, size_t count, const flywheel_lead leads[32], uint64_t *open,
                           int with_comments, uint32_t *marks, size_t room) {
#if defined(__x86_64__)
  if (count >= 64 && is_wide())
    return mark_lines_wide(bytes, from, count, leads, open, with_comments ? ~0ull : 0, marks, room);
#endif
  size_t start = *from, at = start, found = 0;
  for (; at < count && found + 2 <= room && at - start < 1u << 30; at++) {
    uint8_t byte = bytes[at];
    if (byte == '\n') {
      *open = 1;
    } else if (*open && byte != ' ' && byte != '\t') {
      const uint8_t *place = bytes + at;
      if (count - at < 9 ? is_last_lead(place, bytes + count, leads) : is_lead(place, leads))
        marks[found++] = (uint32_t)(at - start) << 1;
      *open = 0;
    }
    if (with_comments && is_comment(bytes + at, bytes + count)) marks[found++] = (uint32_t)(at - start) << 1 | 1;
  }
  *from = at;
  return found;
}
