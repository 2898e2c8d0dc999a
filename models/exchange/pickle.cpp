// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exchange/pickle.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace mien {

namespace {

[[noreturn]] void damaged()
{
    throw std::runtime_error("its pickle is damaged");
}

std::vector<std::int64_t> numbersOf(const Pickle::Value& list)
{
    std::vector<std::int64_t> numbers;
    for (const Pickle::Value* item : list.items) {
        if (item->kind != Pickle::Value::Kind::Number || item->number < 0) damaged();
        numbers.push_back(item->number);
    }
    return numbers;
}

} // namespace

Pickle::Pickle(std::string_view bytes, Storages storages) : m_rest(bytes), m_storages(std::move(storages))
{
    while (m_root == nullptr) {
        const auto code = static_cast<unsigned char>(take(1).front());
        if (!readConstant(code) && !readContainer(code) && !readObject(code))
            throw std::runtime_error("it holds Python objects that are no tensors");
    }
}

/// Numbers and texts. Codes as in Python's pickletools.
bool Pickle::readConstant(unsigned char code)
{
    switch (code) {
    case 0x80: // PROTO
        take(1);
        return true;
    case 0x95: // FRAME
        take(8);
        return true;
    case 'N':
        push(add(Kind::None));
        return true;
    case 0x88: // true
    case 0x89:
        pushNumber(code == 0x88 ? 1 : 0);
        return true;
    case 'J':
        pushNumber(static_cast<std::int32_t>(unsignedNumber(4)));
        return true;
    case 'K':
        pushNumber(static_cast<std::int64_t>(unsignedNumber(1)));
        return true;
    case 'M':
        pushNumber(static_cast<std::int64_t>(unsignedNumber(2)));
        return true;
    case 0x8a: { // LONG1, two's complement
        const std::uint64_t size = unsignedNumber(1);
        if (size > 8) {
            take(size);
            push(add(Kind::Other));
            return true;
        }
        const int unused = 64 - 8 * static_cast<int>(size);
        const std::uint64_t value = unsignedNumber(size);
        pushNumber(size == 0 ? 0 : static_cast<std::int64_t>(value << unused) >> unused);
        return true;
    }
    case 'G': // a float: learning rates, losses
        take(8);
        push(add(Kind::Other));
        return true;
    case 'X':
    case 'T':
    case 'B':
        pushText(take(unsignedNumber(4)));
        return true;
    case 0x8c:
    case 'U':
    case 'C':
        pushText(take(unsignedNumber(1)));
        return true;
    case 0x8d:
        pushText(take(unsignedNumber(8)));
        return true;
    default:
        return false;
    }
}

bool Pickle::readContainer(unsigned char code)
{
    switch (code) {
    case '(':
        m_marks.push_back(m_stack.size());
        return true;
    case ']':
    case ')':
    case 0x8f: // a set
        push(add(Kind::List));
        return true;
    case '}':
        push(add(Kind::Dict));
        return true;
    case 't':
    case 'l': {
        std::vector<Value*> items = popMarked();
        push(add(Kind::List));
        m_stack.back()->items = std::move(items);
        return true;
    }
    case 0x85:
    case 0x86:
    case 0x87: {
        Value* tuple = add(Kind::List);
        for (int i = 0x84; i < code; ++i) tuple->items.insert(tuple->items.begin(), pop());
        push(tuple);
        return true;
    }
    case 'a': {
        Value* item = pop();
        setItems({item});
        return true;
    }
    case 'e':
    case 'u':
    case 0x90:
        setItems(popMarked());
        return true;
    case 's': {
        Value* value = pop();
        Value* key = pop();
        setItems({key, value});
        return true;
    }
    default:
        return false;
    }
}

bool Pickle::readObject(unsigned char code)
{
    switch (code) {
    case '.':
        m_root = pop();
        return true;
    case 'h':
        recall(unsignedNumber(1));
        return true;
    case 'j':
        recall(unsignedNumber(4));
        return true;
    case 'q':
        remember(unsignedNumber(1));
        return true;
    case 'r':
        remember(unsignedNumber(4));
        return true;
    case 0x94:
        remember(m_memo.size());
        return true;
    case 'c': {
        const std::string module = line();
        pushText(module + " " + line());
        m_stack.back()->kind = Kind::Global;
        return true;
    }
    case 0x93: {
        const std::string name = pop()->text;
        pushText(pop()->text + " " + name);
        m_stack.back()->kind = Kind::Global;
        return true;
    }
    case 'R':
    case 0x81: {
        const Value* arguments = pop();
        const Value* what = pop();
        push(call(*what, *arguments));
        return true;
    }
    case 'b': // the state of an object: no tensor of a dictionary has one
        pop();
        if (m_stack.empty()) damaged();
        return true;
    case 'Q': {
        const Value* id = pop();
        push(storage(*id));
        return true;
    }
    default:
        return false;
    }
}

std::string_view Pickle::take(std::uint64_t count)
{
    if (count > m_rest.size()) damaged();
    const std::string_view taken = m_rest.substr(0, count);
    m_rest.remove_prefix(count);
    return taken;
}

std::uint64_t Pickle::unsignedNumber(std::size_t bytes)
{
    std::uint64_t value = 0;
    const std::string_view digits = take(bytes);
    for (std::size_t i = bytes; i > 0; --i) value = value << 8 | static_cast<unsigned char>(digits[i - 1]);
    return value;
}

std::string Pickle::line()
{
    const std::size_t end = m_rest.find('\n');
    if (end == std::string_view::npos) damaged();
    const std::string text(take(end));
    take(1);
    return text;
}

Pickle::Value* Pickle::add(Kind kind)
{
    m_values.emplace_back();
    m_values.back().kind = kind;
    return &m_values.back();
}

void Pickle::pushText(std::string_view text)
{
    push(add(Kind::Text));
    m_stack.back()->text = text;
}

void Pickle::pushNumber(std::int64_t number)
{
    push(add(Kind::Number));
    m_stack.back()->number = number;
}

Pickle::Value* Pickle::pop()
{
    if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back())) damaged();
    Value* value = m_stack.back();
    m_stack.pop_back();
    return value;
}

std::vector<Pickle::Value*> Pickle::popMarked()
{
    if (m_marks.empty()) damaged();
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<Value*> items(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return items;
}

void Pickle::setItems(const std::vector<Value*>& items)
{
    if (m_stack.empty()) damaged();
    Value& target = *m_stack.back();
    if (target.kind == Kind::Dict && items.size() % 2 != 0) damaged();
    if (target.kind == Kind::Dict || target.kind == Kind::List)
        target.items.insert(target.items.end(), items.begin(), items.end());
}

void Pickle::remember(std::uint64_t place)
{
    if (m_stack.empty() || place > 2 * m_values.size()) damaged(); // no pickle numbers places that it does not fill
    if (place >= m_memo.size()) m_memo.resize(place + 1, nullptr);
    m_memo[place] = m_stack.back();
}

void Pickle::recall(std::uint64_t place)
{
    if (place >= m_memo.size() || m_memo[place] == nullptr) damaged();
    push(m_memo[place]);
}

Pickle::Value* Pickle::call(const Value& what, const Value& arguments)
{
    if (what.kind == Kind::Global && arguments.kind == Kind::List) {
        if (what.text == "collections OrderedDict" && arguments.items.empty()) return add(Kind::Dict);
        if (what.text == "torch._utils _rebuild_tensor_v2") return tensor(arguments.items);
        if (what.text == "torch._utils _rebuild_parameter" && !arguments.items.empty()) return arguments.items.front();
    }
    return add(Kind::Other);
}

/// storage, offset, size, stride, …
Pickle::Value* Pickle::tensor(const std::vector<Value*>& arguments)
{
    if (arguments.size() < 4 || arguments[0]->kind != Kind::Storage || arguments[1]->kind != Kind::Number ||
        arguments[1]->number < 0)
        damaged();
    const torch::Tensor& row = arguments[0]->tensor;
    const auto size = numbersOf(*arguments[2]), stride = numbersOf(*arguments[3]);
    if (size.size() != stride.size()) damaged();
    // A tensor within its storage that shows no number twice, in numbers that cannot overflow.
    __int128 last = arguments[1]->number, count = 1;
    for (std::size_t i = 0; i < size.size(); ++i) {
        count *= size[i];
        last += static_cast<__int128>(std::max<std::int64_t>(size[i], 1) - 1) * stride[i];
        if (count > row.numel() || last > row.numel()) damaged();
    }
    if (count > 0 && last >= row.numel()) damaged();
    Value* value = add(Kind::Tensor);
    value->tensor = count == 0 ? torch::empty(size, row.options()) : row.as_strided(size, stride, arguments[1]->number);
    return value;
}

/// 'storage', type, key, device, count
Pickle::Value* Pickle::storage(const Value& id)
{
    if (id.kind != Kind::List || id.items.size() < 3 || id.items[1]->kind != Kind::Global) damaged();
    Value* value = add(Kind::Storage);
    const std::string& type = id.items[1]->text;
    value->tensor = m_storages(type.substr(type.find(' ') + 1), id.items[2]->text);
    return value;
}

} // namespace mien
