// SPDX-License-Identifier: Apache-2.0
// Bodies of executable.hpp: the block interpreter behind the interface.
#pragma once

#include <fenchel/execute/executable.hpp>
#include <fenchel/execute/interpreter-inl.hpp>
#include <fenchel/execute/planner/plan-inl.hpp>

namespace fenchel {
namespace detail {

class PlannedExecutable final : public Executable {
 public:
  explicit PlannedExecutable(Plan plan) : plan_(std::move(plan)) {
    origins_ = plan_.origins;
    for (const Step& step : plan_.steps) work_ += work_of(step);
  }
  void run(const Bindings& bindings) const override { run_plan(plan_, bindings); }
  const Scalars* numbers() const override {
    return plan_.steps.size() == 1 ? std::get_if<Scalars>(&plan_.steps[0]) : nullptr;
  }
  std::unique_ptr<Frame> frame(void (*check_interrupt)()) const override {
    return std::make_unique<PlanFrame>(plan_, check_interrupt, Asks::every_few_elements);
  }

 private:
  Plan plan_;
};

}  // namespace detail

FENCHEL_BODY std::shared_ptr<const Executable> make_executable(const Records& records) {
  return std::make_shared<detail::PlannedExecutable>(make_plan(records));
}

}  // namespace fenchel
