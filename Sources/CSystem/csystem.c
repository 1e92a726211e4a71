#define _GNU_SOURCE
#include "csystem.h"
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void *flywheel_memmem(const void *haystack, size_t haystack_length, const void *needle,
                      size_t needle_length) {
  return memmem(haystack, haystack_length, needle, needle_length);
}

ssize_t flywheel_getdents64(int descriptor, void *buffer, size_t length) {
  return syscall(SYS_getdents64, descriptor, buffer, length);
}

int flywheel_openat(int directory, const char *path, int flags, unsigned mode) {
  return openat(directory, path, flags, mode);
}
