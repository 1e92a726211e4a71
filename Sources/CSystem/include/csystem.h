#ifndef FLYWHEEL_CSYSTEM_H
#define FLYWHEEL_CSYSTEM_H
// Calls of the system that Swift's Glibc module does not show.
#include <stddef.h>
#include <sys/types.h>

void *flywheel_memmem(const void *haystack, size_t haystack_length, const void *needle,
                      size_t needle_length);
/// getdents64(2) into buffer; the number of bytes written, 0 at the end, -1 with errno set.
ssize_t flywheel_getdents64(int descriptor, void *buffer, size_t length);
/// open(2) and openat(2) are variadic in C and so not to be called with a mode from Swift.
int flywheel_openat(int directory, const char *path, int flags, unsigned mode);
/// The processors that this process may run on (its affinity mask, not all of the machine's); at least 1.
int flywheel_processor_count(void);
/// A pipe, or with `both_ways` a connected pair of sockets (writing to one whose other end is closed
/// gives EPIPE with `flywheel_send`, and no signal). Closed on exec, numbers above 2. 0, or an errno.
int flywheel_pipe(int ends[2], int both_ways);
/// A file without a name, in memory; -1 with errno set when there is none to be had.
int flywheel_memory_file(void);
ssize_t flywheel_send(int descriptor, const void *bytes, size_t length);
/// Starts a program found on PATH with these standard streams (-1: /dev/null), no signal blocked and none
/// ignored. 0, or an errno.
int flywheel_spawn(const char *program, char *const arguments[], char *const environment[],
                   int input, int output, int errors, pid_t *process);
/// The environment of this process.
char **flywheel_environment(void);
#endif
