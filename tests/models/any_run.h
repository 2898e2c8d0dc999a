// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/types/clip_source.h"
#include "models/api/engine.h"

#include <string>
#include <vector>

/// Something to learn for any network: noise of the shape of its inputs, with labels of its task.
namespace mien::any {

inline Sample sample(const ModelInfo& info, const InputPlan& plan, int number, Random& random)
{
    Sample sample;
    sample.id = "clip" + std::to_string(number);
    sample.clip = sample.id;
    sample.subject = "S" + std::to_string(number);
    sample.frames.assign(static_cast<std::size_t>(plan.inputs.front().frames), 0);
    const auto outputs = static_cast<int>(plan.classes.size());
    if (info.task == Task::Classes) sample.label = number % outputs;
    for (int i = 0; info.task != Task::Classes && i < outputs; ++i)
        sample.targets.push_back(info.task == Task::Units ? static_cast<float>((number + i) % 2)
                                                          : static_cast<float>(random.uniform(-1, 1)));
    return sample;
}

inline std::vector<Clip> clips(const ModelInfo& info, const InputPlan& plan, int count)
{
    Random random = Random(11).fork(info.id);
    std::vector<Clip> all;
    for (int n = 0; n < count; ++n) {
        Clip clip;
        clip.sample = sample(info, plan, n, random);
        for (const ClipSpec& spec : plan.inputs) {
            Array array;
            array.shape = spec.shape();
            array.data.resize(static_cast<std::size_t>(array.elements()));
            for (float& value : array.data) value = static_cast<float>(random.uniform(0, 1));
            clip.inputs.push_back(std::move(array));
        }
        all.push_back(std::move(clip));
    }
    return all;
}

/// One fold: the first `train` clips are learned from, the next `validation` choose the epoch, the rest is held out.
inline Fold fold(std::size_t train, std::size_t validation, std::size_t test)
{
    Fold fold;
    for (std::size_t i = 0; i < train + validation + test; ++i)
        (i < train ? fold.train : i < train + validation ? fold.validation : fold.test).push_back(i);
    return fold;
}

} // namespace mien::any
