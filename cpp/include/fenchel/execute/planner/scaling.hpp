// SPDX-License-Identifier: Apache-2.0
// The canonical form of programs that contain a derivative: scalar factors, signs and scalar terms
// leave vectors and sums, as in a gradient derived by hand. sum(c u + t) becomes c sum(u) + n t.
#pragma once

#include <cmath>
#include <fenchel/execute/planner/numbers.hpp>

namespace fenchel::planner {

/// A value as +- factor * core + term, with numbers `factor` and `term`.
struct Scaled {
  std::uint32_t core;
  std::uint32_t factor = none;
  std::uint32_t term = none;
  bool negative = false;
  bool masked = false;  ///< the factor belongs to a masked product
  int products = 0;     ///< passes over vectors that the factor and the sign would save

  bool plain() const { return factor == none && term == none && !negative; }
};

class Scaling {
 public:
  Scaling(Values& values, SharedValues& shared) : values_(values), numbers_(values, shared) {}

  /// Finds the form of a new value, and the value to use in its stead: two or more products with
  /// numbers become one, a single one stays as it was written.
  std::uint32_t simplest(std::uint32_t v) {
    const Value& value = values_.all[v];
    if (value.kind != Kind::element || value.space == 1 || !is_floating(value.dtype)) return v;
    const Scaled form = form_of(v, value);
    remember(v, form);
    if (form.term != none || form.products < 2) return v;
    const std::uint32_t made = written(form, v);
    remember(made, {form.core, form.factor, none, form.negative, form.masked, 1});
    return made;
  }

  Scaled of(std::uint32_t v) const {
    return v < forms_.size() && forms_[v].core != none ? forms_[v] : Scaled{v};
  }

  /// factor * total + n * term, where `total` is the sum of the core.
  std::uint32_t sum(const Scaled& form, std::uint32_t total, std::int64_t n) {
    const std::uint32_t scaled = form.factor == none && !form.negative
                                     ? total
                                     : written({.core = total,
                                                .factor = form.factor,
                                                .negative = form.negative,
                                                .masked = form.masked},
                                               total);
    if (form.term == none) return scaled;
    const DType dtype = values_.all[total].dtype;
    const std::uint32_t count = numbers_.constant(static_cast<double>(n), dtype);
    return numbers_.element(op_.add, scaled, numbers_.times(count, form.term), total);
  }

 private:
  void remember(std::uint32_t v, const Scaled& form) {
    if (form.core == v && form.plain()) return;
    if (v >= forms_.size()) forms_.resize(values_.all.size(), Scaled{none});
    forms_[v] = form;
  }

  /// The form of a factor of a product: its scalars stay where there is a term.
  Scaled factor_form(std::uint32_t v) const {
    const Scaled form = of(v);
    return form.term != none ? Scaled{v} : form;
  }

  /// A product of factors is masked if one of them is: then a zero wins whichever it is.
  std::uint32_t product(std::uint32_t a, std::uint32_t b, bool masked) {
    return masked ? numbers_.masked_times(a, b) : numbers_.times(a, b);
  }

  Scaled form_of(std::uint32_t v, const Value& value) {
    const auto in = values_.inputs_of(value);
    const auto op = value.op;
    if (op == op_.negative) return negative_form(in[0]);
    if (op == op_.square) return square_form(v, in[0]);
    if (op == op_.multiply) return product_form(v, in[0], in[1], false);
    if (op == op_.masked) return product_form(v, in[0], in[1], true);
    if (op == op_.divide) return quotient_form(v, in[0], in[1]);
    if (op == op_.add) return sum_form(v, in[0], in[1], false);
    if (op == op_.subtract) return sum_form(v, in[0], in[1], true);
    return {v};
  }

  Scaled negative_form(std::uint32_t a) {
    Scaled form = of(a);
    form.negative = !form.negative;
    if (form.term != none) form.term = numbers_.negated(form.term);
    ++form.products;
    return form;
  }

  Scaled square_form(std::uint32_t v, std::uint32_t a) {
    Scaled form = factor_form(a);
    if (form.plain()) return {v};
    form.core = numbers_.element(op_.square, form.core, none, v);
    form.negative = false;
    if (form.factor != none) form.factor = product(form.factor, form.factor, form.masked);
    return form;
  }

  Scaled product_form(std::uint32_t v, std::uint32_t a, std::uint32_t b, bool masked) {
    const bool a_number = numbers_.is_number(a), b_number = numbers_.is_number(b);
    if (a_number && b_number) return {v};
    if (a_number || b_number) return scaled_form(a_number ? b : a, a_number ? a : b, masked);
    const Scaled x = factor_form(a), y = factor_form(b);
    if (x.plain() && y.plain()) return {v};
    const OpId op = masked ? op_.masked : op_.multiply;
    masked = masked || x.masked || y.masked;
    return {.core = x.core == y.core ? numbers_.element(op_.square, x.core, none, v)
                                     : numbers_.element(op, x.core, y.core, v),
            .factor = product(x.factor, y.factor, masked),
            .negative = x.negative != y.negative,
            .masked = masked,
            .products = x.products + y.products};
  }

  Scaled scaled_form(std::uint32_t array, std::uint32_t number, bool masked) {
    masked = masked && !numbers_.is_ordinary(number);  // a nonzero number masks nothing
    Scaled form = factor_form(array);
    form.negative = form.negative != numbers_.is_negative(number);
    form.masked = form.masked || masked;
    form.factor = product(form.factor, numbers_.absolute(number), form.masked);
    ++form.products;
    return form;
  }

  Scaled quotient_form(std::uint32_t v, std::uint32_t a, std::uint32_t b) {
    if (numbers_.is_number(a)) return {v};
    Scaled form = factor_form(a);
    if (numbers_.is_number(b)) {
      if (form.masked) return {v};
      form.factor = numbers_.over(form.factor, b);
      ++form.products;
    } else if (form.plain()) {
      return {v};
    } else {
      form.core = numbers_.element(op_.divide, form.core, b, v);
    }
    return form;
  }

  Scaled sum_form(std::uint32_t v, std::uint32_t a, std::uint32_t b, bool subtracts) {
    if (numbers_.is_number(b)) return with_term(v, a, subtracts ? numbers_.negated(b) : b, false);
    if (numbers_.is_number(a)) return with_term(v, b, a, subtracts);
    const Scaled x = of(a);
    Scaled y = of(b);
    y.negative = y.negative != subtracts;
    const bool common = x.factor == y.factor && x.masked == y.masked;
    if (!common || x.term != none || y.term != none) return {v};
    if (x.factor == none && !x.negative && of(b).plain() && x.core != y.core) return {v};
    if (x.core == y.core && x.negative == y.negative) return doubled(x);
    const bool first = y.negative && !x.negative, second = x.negative && !y.negative;
    return {.core = first    ? numbers_.element(op_.subtract, x.core, y.core, v)
                    : second ? numbers_.element(op_.subtract, y.core, x.core, v)
                             : numbers_.element(op_.add, x.core, y.core, v),
            .factor = x.factor,
            .negative = x.negative && y.negative,
            .masked = x.masked,
            .products = x.products + y.products};
  }

  /// u + u is 2 u, exactly.
  Scaled doubled(Scaled form) {
    form.factor = numbers_.times(form.factor, numbers_.constant(2, values_.all[form.core].dtype));
    ++form.products;
    return form;
  }

  Scaled with_term(std::uint32_t v, std::uint32_t array, std::uint32_t number, bool negated) {
    if (numbers_.is_number(array) || !is_rounded(array)) return {v};
    Scaled form = negated ? negative_form(array) : of(array);
    form.term = form.term == none ? number : numbers_.plus(form.term, number);
    return form;
  }

  /// Whether each element has a rounding error of its own, which hides what a term costs that is
  /// added after the sum. Differences of data with their mean, which may be exact, have none.
  bool is_rounded(std::uint32_t v) const {
    const Value& value = values_.all[v];
    if (value.kind != Kind::element || value.op == copy_operation) return false;
    const auto in = values_.inputs_of(value);
    if (value.op == op_.square || info(value.op).facts.max_ulp > 0.5) return true;
    if (value.op == op_.negative) return is_rounded(in[0]);
    if (value.op == op_.divide) return !numbers_.is_number(in[0]);
    if (value.op == op_.multiply || value.op == op_.masked)
      return numbers_.is_number(in[0])   ? is_rounded(in[1])
             : numbers_.is_number(in[1]) ? is_rounded(in[0])
                                         : true;
    return of(v).term != none;
  }

  /// The product of core, factor and sign.
  std::uint32_t written(const Scaled& form, std::uint32_t like) {
    if (form.factor == none)
      return form.negative ? numbers_.element(op_.negative, form.core, none, like) : form.core;
    const std::uint32_t factor = form.negative ? numbers_.negated(form.factor) : form.factor;
    return numbers_.element(form.masked ? op_.masked : op_.multiply, form.core, factor, like);
  }

  Values& values_;
  Numbers numbers_;
  const Numbers::Operations& op_ = Numbers::operations();
  std::vector<Scaled> forms_;  ///< by value; without a core where nothing is known
};

}  // namespace fenchel::planner
