// SPDX-License-Identifier: Apache-2.0
// Bodies of contraction.hpp: two terms at a time, cheapest first, as a matrix product or, where no
// axis is summed or the numbers are integers, as an elementwise product.
#pragma once

#include <fenchel/array/contraction.hpp>
#include <fenchel/array/diagonal.hpp>
#include <fenchel/array/elementwise.hpp>
#include <fenchel/array/subscripts.hpp>
#include <fenchel/program/structural/matmul.hpp>
#include <fenchel/program/structural/reduce.hpp>
#include <fenchel/program/structural/shaping.hpp>

namespace fenchel {
namespace detail {

/// An operand, or a product of some, with a label for every axis, none twice.
struct Term {
  Var x;
  Labels labels;
};

inline int axis_of(const Term& term, Label label) {
  return static_cast<int>(std::find(term.labels.begin(), term.labels.end(), label) -
                          term.labels.begin());
}

class Contraction {
 public:
  Contraction(const std::string& text, std::span<const Var> operands) {
    const Subscripts subscripts = SubscriptReader(text).read(operands);
    result_ = subscripts.result;
    for (std::size_t i = 0; i < operands.size(); ++i)
      terms_.push_back({operands[i], subscripts.operands[i]});
    for (const Term& term : terms_) measure(term, text);
    for (Term& term : terms_) term = prepared(term);
  }

  Var operator()() {
    while (terms_.size() > 1) {
      const auto [i, j] = cheapest_pair();
      const Term b = take(j), a = take(i);  // j > i
      terms_.push_back(product(summed(a, kept_beside(&b)), summed(b, kept_beside(&a))));
    }
    return arranged(summed(terms_[0], result_), result_);
  }

 private:
  std::int64_t size_of(Label label) const { return sizes_.at(label); }

  void measure(const Term& term, const std::string& text) {
    for (std::size_t i = 0; i < term.labels.size(); ++i) {
      const std::int64_t n = term.x.dim(static_cast<int>(i));
      std::int64_t& size = sizes_.emplace(term.labels[i], n).first->second;
      if (size == 1) size = n;
      else if (n != 1 && n != size)
        fail<ShapeError>("einsum: '" + text + "' gives one letter to axes of sizes " +
                         std::to_string(size) + " and " + std::to_string(n) +
                         "; the latter is in an operand of shape " + to_string(term.x.shape()));
    }
  }

  /// Axes of size 1 that broadcast vanish; of axes with one label the diagonal stays.
  Term prepared(Term term) const {
    for (int i = term.x.rank(); i-- > 0;) {
      const auto at = term.labels.begin() + i;
      if (term.x.dim(i) == 1 && size_of(*at) != 1) {
        Shape shape = term.x.shape();
        shape.erase(i);
        term.x = reshape(term.x, shape);
        term.labels.erase(at);
      }
    }
    for (std::size_t i = 0; i < term.labels.size(); ++i) {
      const Label label = term.labels[i];
      const auto again = std::find(term.labels.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                   term.labels.end(), label);
      if (again == term.labels.end()) continue;
      const auto other = static_cast<int>(again - term.labels.begin());
      term.x = diagonal(term.x, 0, static_cast<int>(i), other);
      term.labels.erase(again);
      term.labels.erase(term.labels.begin() + static_cast<std::ptrdiff_t>(i));
      term.labels.push_back(label);
      i = std::size_t(-1);  // from the first again
    }
    return term;
  }

  /// Labels that the result or a waiting term has, or `other`.
  Labels kept_beside(const Term* other) const {
    Labels out = result_;
    for (const Term& term : terms_) out.insert(out.end(), term.labels.begin(), term.labels.end());
    if (other) out.insert(out.end(), other->labels.begin(), other->labels.end());
    return out;
  }

  static Term summed(const Term& term, const Labels& kept) {
    Axes axes;
    Term out;
    for (std::size_t i = 0; i < term.labels.size(); ++i)
      if (contains(kept, term.labels[i])) out.labels.push_back(term.labels[i]);
      else axes.push_back(static_cast<std::int64_t>(i));
    out.x = axes.empty() ? term.x : sum(term.x, axes);
    return out;
  }

  static Var arranged(const Term& term, const Labels& order) {
    Attributes axes;
    for (Label label : order) axes.push_back(axis_of(term, label));
    return permute(term.x, axes);
  }

  Term take(std::size_t i) {
    Term out = terms_[i];
    terms_.erase(terms_.begin() + static_cast<std::ptrdiff_t>(i));
    return out;
  }

  double elements(const Labels& labels) const {
    double n = 1;
    for (Label label : labels) n *= static_cast<double>(size_of(label));
    return n;
  }

  /// How much larger the product of two terms is than they are.
  double growth(std::size_t i, std::size_t j) const {
    Labels kept = result_, both;
    for (std::size_t k = 0; k < terms_.size(); ++k)
      if (k != i && k != j)
        kept.insert(kept.end(), terms_[k].labels.begin(), terms_[k].labels.end());
    for (std::size_t k : {i, j})
      for (Label label : terms_[k].labels)
        if (contains(kept, label) && !contains(both, label)) both.push_back(label);
    return elements(both) - elements(terms_[i].labels) - elements(terms_[j].labels);
  }

  std::pair<std::size_t, std::size_t> cheapest_pair() const {
    std::pair<std::size_t, std::size_t> best{0, 1};
    for (std::size_t i = 0; i < terms_.size(); ++i)
      for (std::size_t j = i + 1; j < terms_.size(); ++j)
        if (growth(i, j) < growth(best.first, best.second)) best = {i, j};
    return best;
  }

  /// Sizes of labels; several are merged into one axis for a matrix product.
  Shape shape_of(std::initializer_list<const Labels*> parts) const {
    Shape out;
    for (const Labels* labels : parts)
      for (Label label : *labels) out.push_back(size_of(label));
    return out;
  }

  Term product(const Term& a, const Term& b) const {
    const Labels kept = kept_beside(nullptr);
    Labels shared, contracted, left, right;
    for (Label label : a.labels) {
      const bool both = contains(b.labels, label);
      (!both ? left : contains(kept, label) ? shared : contracted).push_back(label);
    }
    for (Label label : b.labels)
      if (!contains(a.labels, label)) right.push_back(label);
    const bool exact = !is_floating(promote(a.x.dtype(), b.x.dtype()));
    if (contracted.empty() || exact || (left.empty() && right.empty()))
      return elementwise(a, b, shared, left, right, contracted);
    return matrix(a, b, shared, left, right, contracted);
  }

  /// A term with its axes in this order, and axes of size 1 for labels it lacks.
  Var spread(const Term& term, const Labels& order) const {
    Labels own;
    Shape shape;
    for (Label label : order) {
      const bool has = contains(term.labels, label);
      if (has) own.push_back(label);
      shape.push_back(has ? size_of(label) : 1);
    }
    return reshape(arranged(term, own), shape);
  }

  Term elementwise(const Term& a, const Term& b, const Labels& shared, const Labels& left,
                   const Labels& right, const Labels& contracted) const {
    Labels order = shared;
    for (const Labels* part : {&left, &right, &contracted})
      order.insert(order.end(), part->begin(), part->end());
    const Term full{call("multiply", spread(a, order), spread(b, order)), order};
    order.resize(order.size() - contracted.size());
    return summed(full, order);
  }

  /// (shared, left, contracted) times (shared, contracted, right).
  Term matrix(const Term& a, const Term& b, const Labels& shared, const Labels& left,
              const Labels& right, const Labels& contracted) const {
    const auto merged = [&](const Term& term, const Labels& first, const Labels& second) {
      Labels order = shared;
      order.insert(order.end(), first.begin(), first.end());
      order.insert(order.end(), second.begin(), second.end());
      Shape shape = shape_of({&shared});
      shape.push_back(shape_of({&first}).size());
      shape.push_back(shape_of({&second}).size());
      return reshape(arranged(term, order), shape);
    };
    Term out{matmul(merged(a, left, contracted), merged(b, contracted, right)), shared};
    out.labels.insert(out.labels.end(), left.begin(), left.end());
    out.labels.insert(out.labels.end(), right.begin(), right.end());
    out.x = reshape(out.x, shape_of({&shared, &left, &right}));
    return out;
  }

  std::map<Label, std::int64_t> sizes_;
  Labels result_;
  std::vector<Term> terms_;
};

}  // namespace detail

FENCHEL_BODY Var einsum(const std::string& subscripts, std::span<const Var> operands) {
  return detail::Contraction(subscripts, operands)();
}

}  // namespace fenchel
