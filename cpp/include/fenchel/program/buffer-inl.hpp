// SPDX-License-Identifier: Apache-2.0
// Bodies of buffer.hpp: size classes are quarter octaves, so at most a quarter of a block is waste.
#pragma once

#include <bit>
#include <cstdlib>
#include <fenchel/base/config.hpp>
#include <fenchel/program/buffer.hpp>
#include <mutex>
#include <new>
#include <vector>

namespace fenchel {
namespace detail {

inline constexpr int size_classes = 4 * 64;
inline constexpr std::size_t pool_limit = std::size_t{1} << 30;  // bytes kept for reuse

struct Pool {
  std::mutex mutex;
  std::vector<Buffer*> free[size_classes];
  std::size_t held = 0;
};

inline Pool& pool() {
  static Pool* instance = new Pool;  // never destroyed: buffers may outlive static destructors
  return *instance;
}

/// The smallest class whose size is at least `bytes` (>= 64).
inline std::uint32_t class_of(std::size_t bytes) {
  const int octave = std::bit_width(bytes - 1) - 1;
  const std::size_t quarter = (std::size_t{1} << octave) / 4;
  const std::size_t step = (bytes - (std::size_t{1} << octave) + quarter - 1) / quarter;
  return static_cast<std::uint32_t>(4 * octave + step);
}

inline std::size_t size_of_class(std::uint32_t index) {
  const std::size_t octave = std::size_t{1} << (index / 4);
  return octave + (index % 4) * (octave / 4);
}

}  // namespace detail

FENCHEL_BODY Buffer* allocate(std::size_t bytes) {
  if (bytes > (std::size_t{1} << 62)) throw std::bad_alloc();
  const std::uint32_t index = detail::class_of(bytes < 64 ? 64 : bytes);
  const std::size_t size = detail::size_of_class(index);
  auto& pool = detail::pool();
  Buffer* buffer = nullptr;
  {
    std::lock_guard lock(pool.mutex);
    if (auto& list = pool.free[index]; !list.empty()) {
      buffer = list.back();
      list.pop_back();
      pool.held -= size;
    }
  }
  if (!buffer) {
    void* block = std::aligned_alloc(64, (size + sizeof(Buffer) + 63) / 64 * 64);
    if (!block) throw std::bad_alloc();
    buffer = static_cast<Buffer*>(block);
  }
  *buffer = Buffer{1, index, bytes};
  return buffer;
}

FENCHEL_BODY void recycle(Buffer* buffer) noexcept {
  auto& pool = detail::pool();
  const std::size_t size = detail::size_of_class(buffer->size_class);
  {
    std::lock_guard lock(pool.mutex);
    auto& list = pool.free[buffer->size_class];
    if (pool.held + size <= detail::pool_limit && list.size() < 4096) {
      try {
        list.push_back(buffer);
        pool.held += size;
        return;
      } catch (...) {  // no memory for the list: fall through and free the block
      }
    }
  }
  std::free(buffer);
}

FENCHEL_BODY void trim_buffers() noexcept {
  auto& pool = detail::pool();
  std::lock_guard lock(pool.mutex);
  for (auto& list : pool.free) {
    for (Buffer* buffer : list) std::free(buffer);
    list.clear();
  }
  pool.held = 0;
}

}  // namespace fenchel
