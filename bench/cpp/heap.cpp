// SPDX-License-Identifier: Apache-2.0
#include "heap.hpp"

#include <malloc.h>

#include <algorithm>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace {

long count = 0, held = 0, most = 0;

void* entered(void* p) {
  ++count;
  held += p ? long(malloc_usable_size(p)) : 0;
  most = std::max(most, held);
  return p;
}
void left(void* p) {
  if (p) held -= long(malloc_usable_size(p));
}

}  // namespace

void keep_memory() {
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}
void start_counting() { count = held = most = 0; }
std::size_t allocations_so_far() { return std::size_t(count); }
std::size_t most_bytes_held() { return std::size_t(most); }

extern "C" {
void* malloc(std::size_t size) { return entered(__libc_malloc(size)); }
void* calloc(std::size_t n, std::size_t size) { return entered(__libc_calloc(n, size)); }
void* realloc(void* p, std::size_t size) {
  left(p);
  return entered(__libc_realloc(p, size));
}
void* memalign(std::size_t to, std::size_t size) { return entered(__libc_memalign(to, size)); }
void* aligned_alloc(std::size_t to, std::size_t size) { return memalign(to, size); }
int posix_memalign(void** p, std::size_t to, std::size_t size) {
  *p = memalign(to, size);
  return *p ? 0 : 12;  // ENOMEM
}
void free(void* p) {
  left(p);
  __libc_free(p);
}
}
