// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <functional>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

/// Checks for the tests of the kernel, which has to build where there is no Qt Test. A test program registers cases
/// with TEST_CASE and ends with `TEST_MAIN`; an argument runs the cases whose names contain it.
namespace mien::check {

struct Case
{
    const char* name;
    std::function<void()> body;
};

inline std::vector<Case>& cases()
{
    static std::vector<Case> list;
    return list;
}

inline int& failures()
{
    static int count = 0;
    return count;
}

struct Registration
{
    Registration(const char* name, std::function<void()> body) { cases().push_back({name, std::move(body)}); }
};

inline void fail(const char* file, int line, const std::string& what)
{
    ++failures();
    std::cerr << file << ':' << line << ": " << what << '\n';
}

template <typename T> std::string shown(const T& value)
{
    std::ostringstream out;
    if constexpr (requires { out << value; })
        out << value;
    else
        out << "(no text form)";
    return out.str();
}

inline int run(int argc, char** argv)
{
    const std::string wanted = argc > 1 ? argv[1] : "";
    int ran = 0;
    for (const Case& item : cases()) {
        if (std::string(item.name).find(wanted) == std::string::npos) continue;
        const int before = failures();
        ++ran;
        try {
            item.body();
        } catch (const std::exception& error) {
            fail(item.name, 0, std::string("exception: ") + error.what());
        }
        std::cout << (failures() == before ? "pass  " : "FAIL  ") << item.name << '\n';
    }
    std::cout << ran << " cases, " << failures() << " failed checks\n";
    return failures() == 0 && ran > 0 ? 0 : 1;
}

} // namespace mien::check

#define MIEN_JOIN2(a, b) a##b
#define MIEN_JOIN(a, b) MIEN_JOIN2(a, b)
#define TEST_CASE(name)                                                                                                \
    static void MIEN_JOIN(testCase, __LINE__)();                                                                       \
    static const mien::check::Registration MIEN_JOIN(registration, __LINE__)(name, MIEN_JOIN(testCase, __LINE__));     \
    static void MIEN_JOIN(testCase, __LINE__)()

#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) mien::check::fail(__FILE__, __LINE__, "not true: " #condition);                              \
    } while (false)

#define EXPECT_EQUAL(actual, expected)                                                                                 \
    do {                                                                                                               \
        const auto& actualValue = (actual);                                                                            \
        const auto& expectedValue = (expected);                                                                        \
        if (!(actualValue == expectedValue))                                                                           \
            mien::check::fail(__FILE__, __LINE__,                                                                      \
                              #actual " is " + mien::check::shown(actualValue) + ", expected " +                       \
                                  mien::check::shown(expectedValue));                                                  \
    } while (false)

#define EXPECT_NEAR(actual, expected, tolerance)                                                                       \
    do {                                                                                                               \
        const double actualValue = (actual);                                                                           \
        const double expectedValue = (expected);                                                                       \
        if (!(std::abs(actualValue - expectedValue) <= (tolerance)))                                                   \
            mien::check::fail(__FILE__, __LINE__,                                                                      \
                              #actual " is " + mien::check::shown(actualValue) + ", expected " +                       \
                                  mien::check::shown(expectedValue) + " +- " + mien::check::shown(tolerance));         \
    } while (false)

/// Ends the case where going on makes no sense; shows the Error of a failed Result.
#define REQUIRE_OK(result)                                                                                             \
    do {                                                                                                               \
        if (!(result).ok()) {                                                                                          \
            mien::check::fail(__FILE__, __LINE__, #result ": " + (result).error().message());                          \
            return;                                                                                                    \
        }                                                                                                              \
    } while (false)

#define TEST_MAIN                                                                                                      \
    int main(int argc, char** argv)                                                                                    \
    {                                                                                                                  \
        return mien::check::run(argc, argv);                                                                           \
    }
