// SPDX-License-Identifier: Apache-2.0
// fenchel_accuracy: measures functions, chunk by chunk, and prints what it finds as JSON lines.
// tests/accuracy/run.py drives and judges it.
#include <cstring>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "chunk.hpp"
#include "json.hpp"

using namespace accuracy;

namespace {

constexpr const char* usage =
    "usage: fenchel_accuracy list\n"
    "       fenchel_accuracy bits FUNCTION PRECISION\n"
    "       fenchel_accuracy run FUNCTION PRECISION FRACTION STAGE:CHUNK...\n";

template <class T>
Report measure(Judge<T>& judge, const Function& f, const std::string& stage, int chunk,
               double fraction) {
  if (stage == "special") return measure_special(judge, f);
  if constexpr (std::is_same_v<T, float>)
    if (stage == "patterns") return measure_patterns(judge, f, chunk, fraction);
  for (std::size_t kind = 0; kind < std::size(kinds); ++kind)
    if (stage == kind_names[kind]) return measure_kind(judge, f, kinds[kind], chunk, fraction);
  throw std::runtime_error("no stage is called " + stage);
}

template <class T>
void run(const Function& f, const std::string& precision, double fraction, char** first,
         char** last) {
  if (!f.reference) throw std::runtime_error("no reference is written for " + f.name());
  Judge<T> judge(f);
  for (char** task = first; task != last; ++task) {
    const std::string text = *task;
    const auto colon = text.find(':');
    const std::string stage = text.substr(0, colon);
    const int chunk = std::stoi(text.substr(colon + 1));
    const Report report = measure(judge, f, stage, chunk, fraction);
    std::cout << to_json(f, precision, stage, chunk, report) << std::endl;
  }
}

template <class T>
void perform(int count, char** words) {
  const std::string precision = words[3];
  const Function& f = function_of(words[2]);
  if (!std::strcmp(words[1], "bits")) std::cout << fingerprints_to_json(fingerprints<T>(f)) << "\n";
  else if (!std::strcmp(words[1], "run") && count > 5)
    run<T>(f, precision, std::stod(words[4]), words + 5, words + count);
  else throw std::runtime_error(usage);
}

}  // namespace

int main(int count, char** words) {
  // The exponents of intermediate results leave the default range of MPFR at exp(x^2).
  mpfr_set_emax(mpfr_get_emax_max());
  mpfr_set_emin(mpfr_get_emin_min());
  try {
    if (count == 2 && !std::strcmp(words[1], "list")) std::cout << list_to_json() << "\n";
    else if (count > 3 && !std::strcmp(words[3], "float32")) perform<float>(count, words);
    else if (count > 3 && !std::strcmp(words[3], "float64")) perform<double>(count, words);
    else throw std::runtime_error(usage);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return 0;
}
