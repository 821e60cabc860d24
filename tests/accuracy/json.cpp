// SPDX-License-Identifier: Apache-2.0
#include "json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace accuracy {
namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }
std::string key(const std::string& name) { return quoted(name) + ": "; }

template <class T>
std::string formatted(const char* format, T value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

/// Infinities and NaN are text, for JSON has none.
std::string number(double x) {
  return std::isfinite(x) ? formatted("%.17g", x) : quoted(formatted("%g", x));
}

/// {"bin": error, ...} of the bins that saw one.
std::string to_json(const Envelope& envelope) {
  std::string text;
  for (std::size_t bin = 0; bin < envelope.tops().size(); ++bin)
    if (const float top = envelope.tops()[bin]; top > 0)
      text += (text.empty() ? "" : ", ") + key(std::to_string(bin)) +
              (std::isfinite(top) ? formatted("%.3f", top) : quoted("inf"));
  return "{" + text + "}";
}

std::string to_json(const Score& score, const Kernel& kernel) {
  const Finding& worst = score.worst;
  std::ostringstream out;
  out << "{" << key("bound") << kernel.bound << ", " << key("ulp") << number(worst.ulp) << ", "
      << key("x") << "[" << number(worst.x[0]);
  if (kernel.arity == 2) out << ", " << number(worst.x[1]);
  out << "], " << key("got") << number(worst.got) << ", " << key("want") << number(worst.want)
      << ", " << key("failures") << score.failures << ", " << key("envelope")
      << to_json(score.envelope) << "}";
  return out.str();
}

std::string to_json(const Function& f) {
  std::ostringstream out;
  out << "{" << key("name") << quoted(f.name()) << ", " << key("arity") << f.arity << ", "
      << key("reference") << (f.reference ? "true" : "false") << "}";
  return out.str();
}

}  // namespace

std::string to_json(const Function& f, const std::string& precision, const std::string& stage,
                    int chunk, const Report& report) {
  std::ostringstream out;
  out << "{" << key("function") << quoted(f.name()) << ", " << key("precision") << quoted(precision)
      << ", " << key("stage") << quoted(stage) << ", " << key("chunk") << chunk << ", "
      << key("points") << report.points << ", " << key("confirmed") << report.confirmed << ", "
      << key("distrust") << report.distrust << ", " << key("sets") << "{";
  for (std::size_t set = 0; set < report.scores.size(); ++set)
    out << (set ? ", " : "") << key(present_sets()[set]->name)
        << to_json(report.scores[set], *f.kernels[set]);
  out << "}}";
  return out.str();
}

std::string list_to_json() {
  std::ostringstream out;
  out << "{" << key("sets") << "{";
  for (std::size_t i = 0; i < built_sets().size(); ++i) {
    const Set* set = built_sets()[i];
    const auto& present = present_sets();
    const bool runs = std::find(present.begin(), present.end(), set) != present.end();
    out << (i ? ", " : "") << key(set->name) << "{" << key("runs") << (runs ? "true" : "false")
        << ", " << key("fma") << (set->fma ? "true" : "false") << "}";
  }
  out << "}, " << key("functions") << "[";
  for (std::size_t i = 0; i < functions().size(); ++i)
    out << (i ? ", " : "") << to_json(functions()[i]);
  out << "]}";
  return out.str();
}

std::string fingerprints_to_json(const std::vector<std::uint64_t>& prints) {
  std::string text;
  for (std::size_t set = 0; set < prints.size(); ++set)
    text += (set ? ", " : "") + key(present_sets()[set]->name) +
            quoted(formatted("%016llx", (unsigned long long)prints[set]));
  return "{" + text + "}";
}

}  // namespace accuracy
