/*
 * Stands between a program and its files. Preloaded, it counts the calls that touch files below FAULT_UNDER and makes one of them
 * go wrong, so that a fault hits exactly the same place every time. Everything else is passed on.
 *
 *   FAULT_UNDER  the folder whose files count; relative paths count too, because the program is started in it
 *   FAULT_CALL   the number of the call that goes wrong, from 1; 0 or nothing lets all through
 *   FAULT_HOW    `kill` (SIGKILL instead of the call), `torn` (SIGKILL after half of what is written), `full` (from this call on
 *                nothing can be written: ENOSPC), `memory` (what goes wrong is a request for memory, and those are counted),
 *                or the number of an error that this one call returns
 *   FAULT_TOLD   a file outside the folder into which the numbers of calls and of requests for memory are written when the program ends
 *   FAULT_CLOCK  seconds by which the clock of the day is wrong
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { FILES = 1 << 16 };
static atomic_char watched[FILES];
static atomic_long calls, requests;
static const char *under, *told;
static long fails_at, clock_offset;
static int killed, torn, full, memory, number;

static long number_of(const char *name) {
  const char *text = getenv(name);
  return text ? strtol(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void) {
  const char *how = getenv("FAULT_HOW");
  under = getenv("FAULT_UNDER");
  told = getenv("FAULT_TOLD");
  fails_at = number_of("FAULT_CALL");
  clock_offset = number_of("FAULT_CLOCK");
  if (!how) how = "0";
  killed = !strcmp(how, "kill");
  torn = !strcmp(how, "torn");
  full = !strcmp(how, "full");
  memory = !strcmp(how, "memory");
  number = full ? ENOSPC : atoi(how);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((destructor)) static void end(void) {
  char line[64];
  if (!told) return;
  int file = NEXT(open)(told, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  int length = snprintf(line, sizeof line, "%ld %ld\n", (long)atomic_load(&calls), (long)atomic_load(&requests));
  if (file >= 0 && NEXT(write)(file, line, (size_t)length) == length) NEXT(close)(file);
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static int is_under(const char *path) {
  if (!under || !path) return 0;
  return path[0] != '/' || !strncmp(path, under, strlen(under));
}

static int is_watched(int file) {
  return file >= 0 && file < FILES && atomic_load(&watched[file]);
}

/* Counts a call; whether it goes wrong. `writes` says whether it needs room on the disk. */
static int goes_wrong(int writes) {
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (!fails_at || memory) return 0;
  if (full) {
    if (!writes || call < fails_at) return 0;
  } else if (call != fails_at) {
    return 0;
  }
  if (killed || (torn && !writes)) die();
  if (torn) return 0;
  errno = number;
  return 1;
}

static int tears(void) { return torn && fails_at && atomic_load(&calls) == fails_at; }

static int kept(int file, int counts) {
  if (counts && file >= 0 && file < FILES) atomic_store(&watched[file], 1);
  return file;
}

/* The C library's own, under names that nothing stands before: looking them up would ask for memory. */
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);

/* Counts a request for memory; whether it is refused. */
static int is_refused(void) {
  long request = atomic_fetch_add(&requests, 1) + 1;
  if (!memory || request != fails_at) return 0;
  errno = ENOMEM;
  return 1;
}

void *malloc(size_t size) { return is_refused() ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return is_refused() ? NULL : __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { return is_refused() ? NULL : __libc_realloc(old, size); }
void *aligned_alloc(size_t align, size_t size) { return is_refused() ? NULL : __libc_memalign(align, size); }

int posix_memalign(void **into, size_t align, size_t size) {
  void *got = is_refused() ? NULL : __libc_memalign(align, size);
  if (!got) return ENOMEM;
  *into = got;
  return 0;
}

#define OPEN(name)                                                   \
  int name(const char *path, int flags, ...) {                       \
    mode_t mode = 0;                                                 \
    if (flags & (O_CREAT | O_TMPFILE)) {                             \
      va_list rest;                                                  \
      va_start(rest, flags);                                         \
      mode = va_arg(rest, mode_t);                                   \
      va_end(rest);                                                  \
    }                                                                \
    int counts = is_under(path);                                     \
    if (counts && goes_wrong((flags & O_CREAT) != 0)) return -1;     \
    return kept(NEXT(name)(path, flags, mode), counts);              \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
  int name(int folder, const char *path, int flags, ...) {                \
    mode_t mode = 0;                                                      \
    if (flags & (O_CREAT | O_TMPFILE)) {                                  \
      va_list rest;                                                       \
      va_start(rest, flags);                                              \
      mode = va_arg(rest, mode_t);                                        \
      va_end(rest);                                                       \
    }                                                                     \
    int counts = folder == AT_FDCWD ? is_under(path) : is_watched(folder); \
    if (counts && goes_wrong((flags & O_CREAT) != 0)) return -1;          \
    return kept(NEXT(name)(folder, path, flags, mode), counts);           \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int file) {
  if (file >= 0 && file < FILES) atomic_store(&watched[file], 0);
  return NEXT(close)(file);
}

ssize_t read(int file, void *into, size_t size) {
  if (is_watched(file) && goes_wrong(0)) return -1;
  return NEXT(read)(file, into, size);
}

#define PREAD(name, offset_t)                                          \
  ssize_t name(int file, void *into, size_t size, offset_t offset) {   \
    if (is_watched(file) && goes_wrong(0)) return -1;                  \
    return NEXT(name)(file, into, size, offset);                       \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t write(int file, const void *from, size_t size) {
  if (is_watched(file)) {
    if (goes_wrong(1)) return -1;
    if (tears()) {
      if (NEXT(write)(file, from, size / 2) >= -1) die();
    }
  }
  return NEXT(write)(file, from, size);
}

#define PWRITE(name, offset_t)                                               \
  ssize_t name(int file, const void *from, size_t size, offset_t offset) {   \
    if (is_watched(file)) {                                                  \
      if (goes_wrong(1)) return -1;                                          \
      if (tears()) {                                                         \
        if (NEXT(name)(file, from, size / 2, offset) >= -1) die();           \
      }                                                                      \
    }                                                                        \
    return NEXT(name)(file, from, size, offset);                             \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_FILE(name, writes)                                \
  int name(int file) {                                       \
    if (is_watched(file) && goes_wrong(writes)) return -1;   \
    return NEXT(name)(file);                                 \
  }
ON_FILE(fsync, 0)
ON_FILE(fdatasync, 0)

#define TRUNCATE(name, offset_t)                        \
  int name(int file, offset_t size) {                   \
    if (is_watched(file) && goes_wrong(1)) return -1;   \
    return NEXT(name)(file, size);                      \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define ON_PATH(name, writes)                              \
  int name(const char *path) {                             \
    if (is_under(path) && goes_wrong(writes)) return -1;   \
    return NEXT(name)(path);                               \
  }
ON_PATH(unlink, 0)
ON_PATH(rmdir, 0)

int mkdir(const char *path, mode_t mode) {
  if (is_under(path) && goes_wrong(1)) return -1;
  return NEXT(mkdir)(path, mode);
}

int rename(const char *from, const char *to) {
  if (is_under(to) && goes_wrong(0)) return -1;
  return NEXT(rename)(from, to);
}

int link(const char *from, const char *to) {
  if (is_under(to) && goes_wrong(1)) return -1;
  return NEXT(link)(from, to);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  if (is_under(to) && goes_wrong(1)) return -1;
  return NEXT(linkat)(a, from, b, to, flags);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = NEXT(clock_gettime)(clock, now);
  if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += clock_offset;
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  int result = NEXT(gettimeofday)(now, zone);
  if (result == 0) now->tv_sec += clock_offset;
  return result;
}

time_t time(time_t *into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into) *into = now.tv_sec;
  return now.tv_sec;
}
