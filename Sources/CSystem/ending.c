#define _GNU_SOURCE
#include "csystem.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// What must not outlive the program: half-written files and children. Fixed room, because a signal handler may neither
// allocate nor take a lock; what finds no room is merely not cleaned up after.
enum { FREE, OPENING, HELD };
enum { PLACES = 16, LONGEST = 4096 };
static struct { char path[LONGEST]; int state; } files[PLACES];
static pid_t children[64];
static const int endings[] = {SIGINT, SIGTERM, SIGHUP};

static void end(int number) {
  int saved = errno;
  for (int i = 0; i < PLACES; i++) {
    // Another thread is just making the file; it has its signals blocked and will not be long.
    for (int n = 0; n < 10000 && __atomic_load_n(&files[i].state, __ATOMIC_ACQUIRE) == OPENING; n++) sched_yield();
    if (__atomic_load_n(&files[i].state, __ATOMIC_ACQUIRE) == HELD) unlink(files[i].path);
  }
  for (int i = 0; i < 64; i++) {
    pid_t child = __atomic_load_n(&children[i], __ATOMIC_ACQUIRE);
    if (child > 0) kill(child, SIGTERM);
  }
  // The signal is blocked in its handler: it ends the program as soon as this returns, with the status it always has.
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(number, &standard, NULL);
  raise(number);
  errno = saved;
}

void flywheel_end_cleanly(void) {
  // A file or pipe that is opened must not get the number of a standard stream that whoever started this program has
  // closed: what is said there would go into it. Reading and writing still fail, as they would.
  for (int stream = 0; stream < 3; stream++) {
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF) open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
  }
  struct sigaction ours, before;
  memset(&ours, 0, sizeof ours);
  ours.sa_handler = end;
  ours.sa_flags = SA_RESTART;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) sigaddset(&ours.sa_mask, endings[i]);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    // What whoever started this program wants ignored (nohup) stays so.
    if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(endings[i], &ours, NULL);
  }
}

static void block(sigset_t *before) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) sigaddset(&set, endings[i]);
  pthread_sigmask(SIG_BLOCK, &set, before);
}

int flywheel_create_temporary(const char *path) {
  sigset_t before;
  block(&before);
  int place = -1;
  size_t length = strlen(path);
  for (int i = 0; i < PLACES && length < LONGEST; i++) {
    int expected = FREE;
    if (__atomic_compare_exchange_n(&files[i].state, &expected, OPENING, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      place = i;
      memcpy(files[i].path, path, length + 1);
      break;
    }
  }
  int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  int failure = errno;
  if (place >= 0) __atomic_store_n(&files[place].state, descriptor >= 0 ? HELD : FREE, __ATOMIC_RELEASE);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = failure;
  return descriptor;
}

void flywheel_forget_temporary(const char *path) {
  for (int i = 0; i < PLACES; i++) {
    if (__atomic_load_n(&files[i].state, __ATOMIC_ACQUIRE) == HELD && strcmp(files[i].path, path) == 0) {
      __atomic_store_n(&files[i].state, FREE, __ATOMIC_RELEASE);
      return;
    }
  }
}

void flywheel_remember_child(pid_t child) {
  for (int i = 0; i < 64; i++) {
    pid_t expected = 0;
    if (__atomic_compare_exchange_n(&children[i], &expected, child, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return;
  }
}

void flywheel_forget_child(pid_t child) {
  for (int i = 0; i < 64; i++) {
    pid_t expected = child;
    if (__atomic_compare_exchange_n(&children[i], &expected, 0, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return;
  }
}
