#define _GNU_SOURCE
#include "csystem.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

void *flywheel_memmem(const void *haystack, size_t haystack_length, const void *needle,
                      size_t needle_length) {
  return memmem(haystack, haystack_length, needle, needle_length);
}

void *flywheel_memrchr(const void *bytes, int byte, size_t length) { return memrchr(bytes, byte, length); }

ssize_t flywheel_getdents64(int descriptor, void *buffer, size_t length) {
  return syscall(SYS_getdents64, descriptor, buffer, length);
}

int flywheel_openat(int directory, const char *path, int flags, unsigned mode) {
  return openat(directory, path, flags, mode);
}

void flywheel_keep_memory(void) {
#ifdef __GLIBC__
  // What is larger goes back when it is freed. (From 1 MiB on it would spare 3 MB more, and cost 5 % of the time: every page
  // of a large file's tokens is new each time.)
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
#endif
}

void flywheel_fill_memory(void *start, size_t length) {
#ifdef MADV_HUGEPAGE
  // A page of 2 MiB is cleared as fast as 512 small ones, but faulted in once.
  size_t low = ((size_t)start + 4095) & ~(size_t)4095, high = ((size_t)start + length) & ~(size_t)4095;
  if (low < high) madvise((void *)low, high - low, MADV_HUGEPAGE);
#endif
}

void flywheel_return_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void flywheel_reserve_memory(void) {
#ifdef __GLIBC__
  // The thread's heap grows in one step, not page by page with a call to the system each: by blocks that malloc does not
  // take from the system one by one (`flywheel_keep_memory`).
  void *volatile rooms[4];
  for (int at = 0; at < 4; at++) rooms[at] = malloc((4 << 20) - (64 << 10));
  for (int at = 0; at < 4; at++) free(rooms[at]);
#endif
}

int flywheel_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
  // More processors than a cpu_set_t holds.
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

// A program may be started with its standard streams closed; their numbers must not be given to pipes.
static int above_standard(int descriptor) {
  if (descriptor < 0 || descriptor > 2) return descriptor;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int failure = errno;
  close(descriptor);
  errno = failure;
  return moved;
}

int flywheel_pipe(int ends[2], int both_ways) {
  int result = both_ways ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)
                         : pipe2(ends, O_CLOEXEC);
  if (result != 0) return errno;
  for (int i = 0; i < 2; i++) {
    ends[i] = above_standard(ends[i]);
    if (ends[i] < 0) {
      int failure = errno;
      close(ends[1 - i]);
      return failure;
    }
  }
  return 0;
}

int flywheel_memory_file(void) { return above_standard(memfd_create("flywheel-lint", MFD_CLOEXEC)); }

ssize_t flywheel_send(int descriptor, const void *bytes, size_t length) {
  return send(descriptor, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int flywheel_spawn(const char *program, char *const arguments[], char *const environment[],
                   int input, int output, int errors, pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (failure) {
    posix_spawn_file_actions_destroy(&actions);
    return failure;
  }
  int given[3] = {input, output, errors};
  for (int i = 0; i < 3 && !failure; i++)
    failure = given[i] >= 0
                  ? posix_spawn_file_actions_adddup2(&actions, given[i], i)
                  : posix_spawn_file_actions_addopen(&actions, i, "/dev/null", i ? O_WRONLY : O_RDONLY, 0);
  sigset_t set;
  sigemptyset(&set);
  if (!failure) failure = posix_spawnattr_setsigmask(&attributes, &set);
  sigaddset(&set, SIGPIPE);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  sigaddset(&set, SIGQUIT);
  if (!failure) failure = posix_spawnattr_setsigdefault(&attributes, &set);
  if (!failure)
    failure = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (!failure)
    failure = posix_spawnp(process, program, &actions, &attributes, arguments, environment);
  if (!failure) {
    flywheel_remember_child(*process);
    // A few objects can name more files than memory holds: git then fails, and not what else runs here. (Packs are mapped
    // to be read only, and do not count.)
    struct rlimit memory;
    if (!prlimit(*process, RLIMIT_DATA, NULL, &memory) && memory.rlim_cur > FLYWHEEL_CHILD_MEMORY) {
      memory.rlim_cur = FLYWHEEL_CHILD_MEMORY;
      prlimit(*process, RLIMIT_DATA, &memory, NULL);
    }
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

char **flywheel_environment(void) { return environ; }
