// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mien {

/// A pickle of torch.save, read without ever calling what it names: dictionaries, lists, texts, numbers and tensors are
/// understood, everything else is Other, whatever it would do in Python. Owns its values; they may refer to each other
/// in circles.
class Pickle
{
public:
    struct Value
    {
        enum class Kind { None, Number, Text, List, Dict, Global, Storage, Tensor, Other };

        Kind kind = Kind::None;
        std::int64_t number = 0;     ///< of a Number that is whole
        std::string text;            ///< of a Text; of a Global "module name"
        std::vector<Value*> items{}; ///< of a List (tuples are lists): in order; of a Dict: key, value, key, value …
        torch::Tensor tensor{};      ///< of a Storage: all its numbers in a row
    };

    /// Numbers of the storage `key` of type `type` ("FloatStorage"): a row.
    using Storages = std::function<torch::Tensor(const std::string& type, const std::string& key)>;

    /// Throws std::runtime_error in words where `bytes` are damaged or hold what no dictionary of tensors does.
    Pickle(std::string_view bytes, Storages storages);

    const Value& root() const { return *m_root; }

private:
    using Kind = Value::Kind;

    bool readConstant(unsigned char code);
    bool readContainer(unsigned char code);
    bool readObject(unsigned char code);

    std::string_view take(std::uint64_t count);
    std::uint64_t unsignedNumber(std::size_t bytes); ///< little endian
    std::string line();

    Value* add(Kind kind);
    void push(Value* value) { m_stack.push_back(value); }
    void pushText(std::string_view text);
    void pushNumber(std::int64_t number);
    Value* pop();
    std::vector<Value*> popMarked();
    void setItems(const std::vector<Value*>& items);
    void remember(std::uint64_t place);
    void recall(std::uint64_t place);
    Value* call(const Value& what, const Value& arguments);
    Value* tensor(const std::vector<Value*>& arguments);
    Value* storage(const Value& id);

    std::string_view m_rest;
    Storages m_storages;
    std::deque<Value> m_values;
    std::vector<Value*> m_stack;
    std::vector<std::size_t> m_marks; ///< heights of the stack
    std::vector<Value*> m_memo;
    Value* m_root = nullptr;
};

} // namespace mien
