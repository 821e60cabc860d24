// SPDX-License-Identifier: Apache-2.0
// Memory of arrays: a reference-counted header and 64-byte aligned data in one block, recycled by
// size class because fresh pages cost as much as the arithmetic on large arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace fenchel {

struct alignas(64) Buffer {
  std::uint32_t references;
  std::uint32_t size_class;
  std::size_t bytes;  ///< asked for
  void* data() { return this + 1; }
};
static_assert(sizeof(Buffer) == 64);

/// A buffer of at least `bytes`, with one reference. Fails with std::bad_alloc.
Buffer* allocate(std::size_t bytes);
/// Gives a buffer without references back to the pool.
void recycle(Buffer* buffer) noexcept;
/// Frees what the pool holds.
void trim_buffers() noexcept;

/// Shared ownership of a buffer. References are counted under the caller's lock, not atomically.
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::size_t bytes) : buffer_(allocate(bytes)) {}
  Memory(const Memory& other) : buffer_(other.buffer_) {
    if (buffer_) ++buffer_->references;
  }
  Memory(Memory&& other) noexcept : buffer_(std::exchange(other.buffer_, nullptr)) {}
  Memory& operator=(Memory other) noexcept {
    std::swap(buffer_, other.buffer_);
    return *this;
  }
  ~Memory() {
    if (buffer_ && --buffer_->references == 0) recycle(buffer_);
  }

  /// Takes over one reference.
  static Memory adopt(Buffer* buffer) {
    Memory memory;
    memory.buffer_ = buffer;
    return memory;
  }
  /// Gives up the reference.
  Buffer* release() { return std::exchange(buffer_, nullptr); }

  explicit operator bool() const { return buffer_ != nullptr; }
  Buffer* buffer() const { return buffer_; }
  void* data() const { return buffer_->data(); }
  template <class T>
  T* as() const {
    return static_cast<T*>(buffer_->data());
  }

 private:
  Buffer* buffer_ = nullptr;
};

}  // namespace fenchel
