// SPDX-License-Identifier: Apache-2.0
// Bodies of docstring.hpp.
#include "docstring.hpp"

#include <cstdio>

namespace fenchel::python {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string accuracy(const Facts& facts) {
  const std::string text = short_number(facts.max_ulp) + " ULP";
  if (facts.max_ulp_plain == 0) return text;
  return text + ", without fused multiply-add " + short_number(facts.max_ulp_plain);
}

std::string arguments_section(const OpInfo& row) {
  std::string text;
  for (const auto& name : argument_names(row)) {
    const bool truth = name == "condition" || row.facts.signature == Signature::logical;
    text += "    " + name + ": " + (truth ? "truth values" : "numbers") +
            "; a tensor, an array or a Python number.\n";
  }
  return text;
}

std::string result_section(const OpInfo& row) {
  const bool truth =
      row.facts.signature == Signature::comparison || row.facts.signature == Signature::logical;
  std::string text = std::string("    A tensor of ") + (truth ? "truth values" : "numbers");
  if (row.arity > 1) return text + ", of the shape the arguments broadcast to.\n";
  return text + ", of the shape of the argument.\n";
}

}  // namespace

std::vector<std::string> argument_names(const OpInfo& row) {
  if (row.facts.signature == Signature::selection) return {"condition", "a", "b"};
  if (row.arity == 1) return {"x"};
  if (row.arity == 2) return {"a", "b"};
  return {"a", "b", "c"};
}

std::string docstring(const OpInfo& row) {
  const Facts& facts = row.facts;
  std::string text = row.name + "(" + joined(argument_names(row)) + ", /)\n--\n\n";
  text += std::string(facts.summary) + "\n\nFormula: " + facts.formula + "\n\n";
  text += "Args:\n" + arguments_section(row) + "\nReturns:\n" + result_section(row);
  text += "\nAccuracy: at most " + accuracy(facts) + ".\n";
  text += std::string("Domain: ") + facts.domain + ".\n";
  text += std::string("Kinks: ") + facts.kinks + ".\nSource: " + facts.source + ".\n";
  if (facts.example.code[0])
    text += std::string("\nExample:\n    >>> import fenchel as fl\n    >>> ") + facts.example.code +
            "\n    " + facts.example.shows + "\n";
  return text;
}

}  // namespace fenchel::python
