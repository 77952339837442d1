#include "json/strict_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxDepth = 64;

/// Reads characters and tells the outside how far the parser has come; nlohmann's SAX events carry no
/// position.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** progress) : at_(at), progress_(progress) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *progress_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** progress_;
};

TextPosition position_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {.line = lines + 1, .column = before.size() - line_start + 1};
}

/// nlohmann's "[json.exception...] parse error at line 1, column 5: REASON" without the part we say
/// ourselves.
std::string reason_of(std::string_view message) {
  const std::size_t column = message.find("column ");
  const std::size_t colon = message.find(": ", column == std::string_view::npos ? 0 : column);
  if (colon != std::string_view::npos) message.remove_prefix(colon + 2);
  return printable(message);
}

/// Builds the value event by event and refuses what the strict dialect refuses.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view text, const char* const* progress, LocatedJson& out, bool locate)
      : text_(text), progress_(progress), out_(out), locate_(locate) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Json& object = *open_.back();
    if (object.contains(name)) refuse(fmt::format("duplicate key {}", quote(name)), name.size() + 2);
    key_ = name;
    if (locate_) {
      const std::string path = path_.back().empty() ? name : path_.back() + "." + name;
      out_.keys[path] = position_at(text_, consumed() - std::min(consumed(), name.size() + 2));
      key_path_ = path;
    }
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    throw JsonError(reason_of(error.what()), position_at(text_, consumed() == 0 ? 0 : consumed() - 1));
  }

 private:
  std::size_t consumed() const { return static_cast<std::size_t>(*progress_ - text_.data()); }

  [[noreturn]] void refuse(const std::string& reason, std::size_t back) const {
    throw JsonError(reason, position_at(text_, consumed() - std::min(consumed(), back)));
  }

  Json* place(Json&& value) {
    if (open_.empty()) {
      out_.value = std::move(value);
      return &out_.value;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  template <class Value>
  bool add(Value&& value) {
    place(Json(std::forward<Value>(value)));
    return true;
  }

  bool open(Json&& container) {
    if (open_.size() == kMaxDepth) refuse(fmt::format("nested deeper than {}", kMaxDepth), 1);
    const bool in_object = !open_.empty() && open_.back()->is_object();
    path_.push_back(open_.empty() ? "" : in_object ? key_path_ : path_.back());
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    path_.pop_back();
    return true;
  }

  std::string_view text_;
  const char* const* progress_;
  LocatedJson& out_;
  bool locate_;
  std::vector<Json*>
      open_;  // the containers around the next value; a parent does not grow while a child is open
  std::vector<std::string> path_;  // dotted path of each
  std::string key_;
  std::string key_path_;
};

LocatedJson parse(std::string_view text, bool locate) {
  LocatedJson out;
  const char* progress = text.data();
  Builder builder(text, &progress, out, locate);
  if (text.starts_with("\xEF\xBB\xBF"))
    throw JsonError("a byte order mark in front; save the file without it", {});
  Json::sax_parse(CountingIterator(text.data(), &progress),
                  CountingIterator(text.data() + text.size(), &progress), &builder);
  return out;
}

}  // namespace

Json parse_json(std::string_view text) { return parse(text, false).value; }

LocatedJson parse_located_json(std::string_view text) { return parse(text, true); }

std::string dump_json(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sentiment
