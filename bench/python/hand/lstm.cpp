// SPDX-License-Identifier: Apache-2.0
// By hand: ADBench's LSTM with its adjoint; a state of up to 16 numbers fills two vectors.
#include <cmath>
#include <vector>

namespace {

constexpr int B = 16;
typedef double Row[B];

/// What the way back needs of a layer's step.
struct Cell {
  Row forget, ingest, outgate, change, tanh_c, h, c, x;
};
struct Layer {
  Row weight[4], bias[4];
};
struct Output {
  Row ct, signal;
};

void load(const double* from, long width, Row to) {
  for (int i = 0; i < B; ++i) to[i] = i < width ? from[i] : 0.0;
}
void sigmoid(const Row x, const Row w, const Row b, Row y) {
  for (int i = 0; i < B; ++i) y[i] = 1 / (1 + exp(-(x[i] * w[i] + b[i])));
}

void forward(const Layer& layer, Cell& cell, Row h, Row c, Row signal) {
  for (int i = 0; i < B; ++i) {
    cell.h[i] = h[i];
    cell.c[i] = c[i];
    cell.x[i] = signal[i];
  }
  sigmoid(signal, layer.weight[0], layer.bias[0], cell.forget);
  sigmoid(h, layer.weight[1], layer.bias[1], cell.ingest);
  sigmoid(signal, layer.weight[2], layer.bias[2], cell.outgate);
  for (int i = 0; i < B; ++i)
    cell.change[i] = 1 - 2 / (1 + exp(2 * (h[i] * layer.weight[3][i] + layer.bias[3][i])));
  for (int i = 0; i < B; ++i) c[i] = c[i] * cell.forget[i] + cell.ingest[i] * cell.change[i];
  for (int i = 0; i < B; ++i) cell.tanh_c[i] = 1 - 2 / (1 + exp(2 * c[i]));
  for (int i = 0; i < B; ++i) signal[i] = h[i] = cell.outgate[i] * cell.tanh_c[i];
}

/// `up` comes as the cotangent of the layer's output and leaves as that of its input.
void backward(const Layer& layer, const Cell& q, Layer& g, Row dh, Row dc, Row up) {
  for (int i = 0; i < B; ++i) {
    const double e = dh[i] + up[i];
    const double cc = dc[i] + e * q.outgate[i] * (1 - q.tanh_c[i] * q.tanh_c[i]);
    const double f = cc * q.c[i] * q.forget[i] * (1 - q.forget[i]);
    const double n = cc * q.change[i] * q.ingest[i] * (1 - q.ingest[i]);
    const double o = e * q.tanh_c[i] * q.outgate[i] * (1 - q.outgate[i]);
    const double t = cc * q.ingest[i] * (1 - q.change[i] * q.change[i]);
    dc[i] = cc * q.forget[i];
    g.weight[0][i] += f * q.x[i];
    g.weight[1][i] += n * q.h[i];
    g.weight[2][i] += o * q.x[i];
    g.weight[3][i] += t * q.h[i];
    g.bias[0][i] += f;
    g.bias[1][i] += n;
    g.bias[2][i] += o;
    g.bias[3][i] += t;
    up[i] = f * layer.weight[0][i] + o * layer.weight[2][i];
    dh[i] = n * layer.weight[1][i] + t * layer.weight[3][i];
  }
}

/// Adds to the log likelihood of the next character; leaves the cotangent of the output.
double score(const Row out, const double* next, long width, double count, Output& output) {
  double exps = 0, weights = 0, dot = 0;
  Row e;
  for (int i = 0; i < B; ++i) e[i] = exp(out[i]);
  for (int i = 0; i < width; ++i) {
    exps += e[i];
    weights += next[i];
    dot += next[i] * out[i];
  }
  for (int i = 0; i < B; ++i)
    output.ct[i] = i < width ? -(next[i] - weights / (exps + 2) * e[i]) / count : 0.0;
  return dot - weights * log(exps + 2);
}

}  // namespace

/// Mean negative log likelihood and its gradient in `main` (layers, 2, 4, width), then `extra`.
extern "C" double lstm(const double* main, const double* extra, const double* state,
                       const double* sequence, long layers, long steps, long width, double* g) {
  const long n = steps - 1;
  const double count = static_cast<double>(n * width);
  std::vector<Layer> layer(layers), slope(layers);
  std::vector<Cell> cells(n * layers);
  std::vector<Output> outputs(n);
  struct Rows {
    Row h, c, dh, dc;
  };
  std::vector<Rows> rows(layers);
  Row in, weight, bias, gin = {}, gweight = {}, gbias = {};
  load(extra, width, in);
  load(extra + width, width, weight);
  load(extra + 2 * width, width, bias);
  for (long k = 0; k < layers; ++k) {
    for (int q = 0; q < 4; ++q) {
      load(main + (8 * k + q) * width, width, layer[k].weight[q]);
      load(main + (8 * k + 4 + q) * width, width, layer[k].bias[q]);
    }
    slope[k] = {};
    rows[k] = {};
    load(state + 2 * k * width, width, rows[k].h);
    load(state + (2 * k + 1) * width, width, rows[k].c);
  }
  double total = 0;
  for (long t = 0; t < n; ++t) {
    Row signal;
    load(sequence + t * width, width, signal);
    for (int i = 0; i < B; ++i) signal[i] *= in[i];
    for (long k = 0; k < layers; ++k)
      forward(layer[k], cells[t * layers + k], rows[k].h, rows[k].c, signal);
    for (int i = 0; i < B; ++i) outputs[t].signal[i] = signal[i];
    for (int i = 0; i < B; ++i) signal[i] = signal[i] * weight[i] + bias[i];
    total += score(signal, sequence + (t + 1) * width, width, count, outputs[t]);
  }
  for (long t = n; t-- > 0;) {
    Row up, x;
    const Output& out = outputs[t];
    for (int i = 0; i < B; ++i) {
      gweight[i] += out.ct[i] * out.signal[i];
      gbias[i] += out.ct[i];
      up[i] = out.ct[i] * weight[i];
    }
    for (long k = layers; k-- > 0;)
      backward(layer[k], cells[t * layers + k], slope[k], rows[k].dh, rows[k].dc, up);
    load(sequence + t * width, width, x);
    for (int i = 0; i < B; ++i) gin[i] += up[i] * x[i];
  }
  for (long k = 0; k < layers; ++k)
    for (int q = 0; q < 4; ++q)
      for (long i = 0; i < width; ++i) {
        g[(8 * k + q) * width + i] = slope[k].weight[q][i];
        g[(8 * k + 4 + q) * width + i] = slope[k].bias[q][i];
      }
  g += layers * 8 * width;
  for (long i = 0; i < width; ++i) {
    g[i] = gin[i];
    g[width + i] = gweight[i];
    g[2 * width + i] = gbias[i];
  }
  return -total / count;
}
