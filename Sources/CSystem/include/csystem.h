#ifndef FLYWHEEL_CSYSTEM_H
#define FLYWHEEL_CSYSTEM_H
// Calls of the system that Swift's Glibc module does not show.
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

void *flywheel_memmem(const void *haystack, size_t haystack_length, const void *needle,
                      size_t needle_length);
void *flywheel_memrchr(const void *bytes, int byte, size_t length);
/// getdents64(2) into buffer; the number of bytes written, 0 at the end, -1 with errno set.
ssize_t flywheel_getdents64(int descriptor, void *buffer, size_t length);
/// open(2) and openat(2) are variadic in C and so not to be called with a mode from Swift.
int flywheel_openat(int directory, const char *path, int flags, unsigned mode);
/// From now on memory that was freed stays with the process: what a file takes is taken again by the next, and giving it
/// back to the system in between costs more than the work it was for.
void flywheel_keep_memory(void);
/// Tells the system that all of a large block will be written, one byte after the other: it may come in large pages.
void flywheel_fill_memory(void *start, size_t length);
/// Gives back what was freed all the same: for who took much of it and will take more, in other pieces.
void flywheel_return_memory(void);
/// Makes room for the calling thread's allocations; what is not used of it takes no memory.
void flywheel_reserve_memory(void);
/// The processors that this process may run on (its affinity mask, not all of the machine's); at least 1.
int flywheel_processor_count(void);
/// A pipe, or with `both_ways` a connected pair of sockets (writing to one whose other end is closed
/// gives EPIPE with `flywheel_send`, and no signal). Closed on exec, numbers above 2. 0, or an errno.
int flywheel_pipe(int ends[2], int both_ways);
/// A file without a name, in memory; -1 with errno set when there is none to be had.
int flywheel_memory_file(void);
ssize_t flywheel_send(int descriptor, const void *bytes, size_t length);
/// Most bytes of data that a child may have.
#define FLYWHEEL_CHILD_MEMORY (2ull << 30)
/// Starts a program found on PATH with these standard streams (-1: /dev/null), no signal blocked and none
/// ignored. 0, or an errno.
int flywheel_spawn(const char *program, char *const arguments[], char *const environment[],
                   int input, int output, int errors, pid_t *process);
/// The environment of this process.
char **flywheel_environment(void);
/// From now on SIGINT, SIGTERM and SIGHUP remove the temporary files and end the children that are remembered, and then
/// end this program as they always do.
void flywheel_end_cleanly(void);
/// Makes a new file for writing (-1 with errno set when it is there already), remembered until it is forgotten.
int flywheel_create_temporary(const char *path);
void flywheel_forget_temporary(const char *path);
/// `flywheel_spawn` remembers the child; forget it between its end and its burial.
void flywheel_remember_child(pid_t child);
void flywheel_forget_child(pid_t child);
/// The first `start` in [from, end) with (bytes[start + near] | near_fold) == near_byte and
/// (bytes[start + far] | far_fold) == far_byte, or `end`. Reads nothing at or behind end + near and end + far.
size_t flywheel_find_pair(const uint8_t *bytes, size_t from, size_t end, size_t near, uint8_t near_byte,
                          uint8_t near_fold, size_t far, uint8_t far_byte, uint8_t far_fold);
/// The first `start` in [from, end) where `text`, which is ASCII in lower case and not empty, stands, case ignored; or `end`.
/// `end + length - 1` bytes are there.
size_t flywheel_find_text(const uint8_t *bytes, size_t from, size_t end, const uint8_t *text, size_t length);
/// The first position in [from, last] and `from + n * step` whose four bytes (bit 5 of each set) are in the table of
/// 2^17 bits, or a position behind `last`. `last + 4` bytes are there.
size_t flywheel_next_window(const uint8_t *bytes, size_t from, size_t last, size_t step, const uint64_t *table);
/// The first byte that is NUL or no ASCII, or `count`.
size_t flywheel_plain_end(const uint8_t *bytes, size_t count);
/// What a word goes on with behind its first byte: eight bytes, the first lowest, of which those in `mask` are wanted. Nothing is
/// like `word` where that has a bit which `mask` does not have.
typedef struct {
  uint64_t word, mask;
} flywheel_lead;
/// What lines and comments begin with in [*from, count), until `room` (at least 128) may not be enough for the next block:
/// `*from` is then where to go on, else `count`. A mark is a distance from where `*from` was, shifted by one bit, with bit 0
/// set for a comment: where a `#`, `//` or `/*` begins. Others are where a word stands behind a line's
/// blanks: `leads` has by the lower five bits of a first byte what must come behind it (bytes behind the last are zero), and
/// tells first bytes apart no further. `*open`: whether only blanks came since the last line's end. Either kind
/// comes in order.
size_t flywheel_mark_lines(const uint8_t *bytes, size_t *from, size_t count, const flywheel_lead leads[32], uint64_t *open,
                           int with_comments, uint32_t *marks, size_t room);
/// Where the line that holds `from` ends: its LF or CR, or `count`. `seen` gets bit 0 when one of `` ` [ < `` stands before that,
/// and bit 7 when a byte beyond ASCII does.
size_t flywheel_line_end(const uint8_t *bytes, size_t from, size_t count, uint8_t *seen);
/// The SHA-1 of `head` (at most 63 bytes) with `bytes` behind it; `plain`: without the processor's instructions for it.
void flywheel_sha1(const uint8_t *head, size_t head_length, const uint8_t *bytes, size_t length, int plain,
                   uint8_t digest[20]);
/// What stands in the slot; and puts `value` there when nothing does, giving what stands there then.
void *flywheel_load(void *const *slot);
void *flywheel_publish(void **slot, void *value);
/// Adds to what all threads have spent together, and gives the sum.
uint32_t flywheel_spend(uint32_t *spent, uint32_t amount);
#endif
