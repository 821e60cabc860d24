// SPDX-License-Identifier: Apache-2.0
// By hand: the 2 x 15 Jacobian of a reprojection error, in closed form, eight observations at once.
#include <algorithm>
#include <cmath>

namespace {

typedef double V __attribute__((vector_size(64)));
constexpr long B = 8;
constexpr int columns = 15;

struct V3 {
  V x, y, z;
};
V3 operator*(V3 a, V s) { return {a.x * s, a.y * s, a.z * s}; }
V3 operator+(V3 a, V3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
V dot(V3 a, V3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
V3 cross(V3 a, V3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
V all(double x) { return x - V{}; }
V3 unit(int i) { return {all(i == 0), all(i == 1), all(i == 2)}; }
V part(V3 a, int i) { return i == 0 ? a.x : i == 1 ? a.y : a.z; }

/// Rodrigues' formula around the axis n, and its derivatives.
struct Rotation {
  V3 n;
  V inverse_angle, c, s;

  explicit Rotation(V3 r) {
    V angle = dot(r, r);
    for (int l = 0; l < B; ++l) angle[l] = sqrt(angle[l]);
    for (int l = 0; l < B; ++l) c[l] = cos(angle[l]);
    for (int l = 0; l < B; ++l) s[l] = sin(angle[l]);
    inverse_angle = 1.0 / angle;
    n = r * inverse_angle;
  }
  V3 operator()(V3 p) const { return p * c + cross(n, p) * s + n * (dot(n, p) * (1.0 - c)); }
  /// Along component j of the rotation vector.
  V3 derivative(V3 p, int j) const {
    const V nj = part(n, j), dc = -s * nj, ds = c * nj;
    const V3 dn = (unit(j) + n * -nj) * inverse_angle;
    const V along = dot(n, p);
    return p * dc + cross(dn, p) * s + cross(n, p) * ds + dn * (along * (1.0 - c)) +
           n * (dot(dn, p) * (1.0 - c) - along * dc);
  }
};

struct Blocks {
  V row[2][columns];
};

Blocks jacobian(const V* v, V feature0, V feature1) {
  const V3 p = {v[11] - v[3], v[12] - v[4], v[13] - v[5]};
  const Rotation rotation({v[0], v[1], v[2]});
  const V3 q = rotation(p);
  const V w = v[14], f = v[6], iz = 1.0 / q.z, a = q.x * iz, b = q.y * iz, r = a * a + b * b;
  const V L = 1.0 + v[9] * r + v[10] * r * r, dL = v[9] + 2.0 * v[10] * r;
  Blocks out;
  const auto along = [&](V3 dq, int column) {
    const V da = (dq.x - a * dq.z) * iz, db = (dq.y - b * dq.z) * iz;
    const V dr = 2.0 * (a * da + b * db);
    out.row[0][column] = w * f * (da * L + a * dL * dr);
    out.row[1][column] = w * f * (db * L + b * dL * dr);
  };
  for (int j = 0; j < 3; ++j) {
    along(rotation.derivative(p, j), j);
    const V3 column = rotation(unit(j));
    along(column, 11 + j);
    for (auto& row : out.row) row[3 + j] = -row[11 + j];
  }
  const V ab[2] = {a, b}, feature[2] = {feature0, feature1};
  for (int i = 0; i < 2; ++i) {
    V* row = out.row[i];
    row[6] = w * ab[i] * L;
    row[7] = i == 0 ? w : V{};
    row[8] = i == 1 ? w : V{};
    row[9] = w * f * ab[i] * r;
    row[10] = row[9] * r;
    row[14] = ab[i] * L * f + v[7 + i] - feature[i];
  }
  return out;
}

}  // namespace

/// Jacobians (n, 2, 15) at variables (n, 15) and features (n, 2).
extern "C" double bundle_adjustment(const double* variables, const double* features, long n,
                                    double* out) {
  for (long i = 0; i < n; i += B) {
    const long count = std::min(B, n - i);
    V v[columns], feature[2];
    for (long l = 0; l < B; ++l) {
      const long at = i + std::min(l, count - 1);
      for (int k = 0; k < columns; ++k) v[k][l] = variables[at * columns + k];
      for (int k = 0; k < 2; ++k) feature[k][l] = features[at * 2 + k];
    }
    const Blocks blocks = jacobian(v, feature[0], feature[1]);
    for (long l = 0; l < count; ++l)
      for (int r = 0; r < 2; ++r)
        for (int k = 0; k < columns; ++k)
          out[((i + l) * 2 + r) * columns + k] = blocks.row[r][k][l];
  }
  return 0;
}
