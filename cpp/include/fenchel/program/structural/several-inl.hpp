// SPDX-License-Identifier: Apache-2.0
// Bodies of several.hpp.
#pragma once

#include <fenchel/program/structural/describe.hpp>
#include <fenchel/program/structural/several.hpp>

namespace fenchel::structural {

/// Results that are there already.
struct Bundle : WithResults {
  static constexpr StructuralFacts facts{"bundle", "Several variables as one node.",
                                         R"(x_1, \dots, x_n)"};
  static Var jvp(const Var& y, Inputs, Inputs dx) {
    Vars all;
    for (int k = 0; k < count_of_results(*y.node()); ++k)
      all.push_back(dx[static_cast<std::size_t>(k)] ? dx[static_cast<std::size_t>(k)]
                                                    : zeros_like(output(y, k)));
    return bundle(all);
  }
  static Vars vjp_of_several(const Var&, Inputs, Inputs cts, std::span<const unsigned char>) {
    return {cts.begin(), cts.end()};
  }
  static Var batch(const Var&, Inputs x, std::span<const unsigned char>) { return bundle(x); }
};

/// One of several results.
struct Output {
  static constexpr StructuralFacts facts{"output", "A result of a node that has several.", "x_k"};
  static constexpr Role role = Role::output;
  static constexpr int arity = 1;
  static constexpr unsigned active = ~0u;

  static Spec shape(Inputs x, const Attributes& attributes) {
    const std::int64_t* at = x[0]->attributes().data() + 1;
    for (std::int64_t k = attributes[0]; k > 0; --k) at += 2 + at[1];
    return {static_cast<DType>(at[0]), Shape(std::span(at + 2, static_cast<std::size_t>(at[1])))};
  }
  static Var jvp(const Var& y, Inputs, Inputs dx) { return output(dx[0], position(y)); }
  static Var vjp(int, const Var&, const Var&, Inputs) { return {}; }
  static Var batch(const Var& y, Inputs x, std::span<const unsigned char>) {
    return output(x[0], position(y));
  }

 private:
  static int position(const Var& y) { return static_cast<int>(y->attributes()[0]); }
};

}  // namespace fenchel::structural

namespace fenchel {

FENCHEL_BODY Attributes put_specs(std::span<const Spec> specs) {
  Attributes out{static_cast<std::int64_t>(specs.size())};
  for (const Spec& spec : specs) {
    out.push_back(static_cast<std::int64_t>(spec.dtype));
    out.push_back(spec.shape.rank());
    for (std::int64_t dim : spec.shape.dims()) out.push_back(dim);
  }
  return out;
}

FENCHEL_BODY int count_of_results(const Node& several) {
  return static_cast<int>(several.attributes()[0]);
}

FENCHEL_BODY std::span<const std::int64_t> without_specs(std::span<const std::int64_t> attributes) {
  std::size_t at = 1;
  for (std::int64_t k = attributes[0]; k > 0; --k)
    at += 2 + static_cast<std::size_t>(attributes[at + 1]);
  return attributes.subspan(at);
}

FENCHEL_BODY std::span<const std::int64_t> own_attributes(const Node& several) {
  return without_specs(several.attributes());
}

FENCHEL_BODY Var output(const Var& several, int k) {
  static const OpId bundle_op = find_operation("bundle");
  if (several->op == bundle_op) return Var::share(several->inputs()[static_cast<std::size_t>(k)]);
  return emit(find_operation("output"), {&several, 1}, {k});
}

FENCHEL_BODY Vars outputs(const Var& several) {
  Vars out;
  for (int k = 0; k < count_of_results(*several.node()); ++k) out.push_back(output(several, k));
  return out;
}

FENCHEL_BODY Var bundle(Inputs results) {
  std::vector<Spec> specs;
  for (const Var& result : results) specs.push_back({result.dtype(), result.shape()});
  return emit(find_operation("bundle"), results, put_specs(specs));
}

FENCHEL_BODY Var emit_several(OpId op, Inputs inputs, Attributes attributes,
                              std::vector<RegionPtr> regions) {
  Var out = emit(op, inputs, std::move(attributes));
  extra_of(out.node()).regions = std::move(regions);
  return out;
}

}  // namespace fenchel
