#include "json/strict_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kMaxDepth = 64;
constexpr int kOutOfRange = 406;  // nlohmann_json's number for a number beyond a double's range

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

/// Where the token that ends before `end` begins.
std::size_t token_start(std::string_view text, std::size_t end) {
  std::size_t at = end == 0 ? 0 : end - 1;
  if (text[at] == '"') {
    const auto is_escaped = [&](std::size_t quote) {
      std::size_t first = quote;
      while (first > 0 && text[first - 1] == '\\') --first;
      return (quote - first) % 2 == 1;
    };
    while (at > 0) {
      --at;
      if (text[at] == '"' && !is_escaped(at)) break;
    }
    return at;
  }
  constexpr std::string_view kWord = "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  while (at > 0 && kWord.find(text[at]) != std::string_view::npos &&
         kWord.find(text[at - 1]) != std::string_view::npos) {
    --at;
  }
  return at;
}

/// nlohmann's "[json.exception...] parse error at line 1, column 5: REASON; last read: 'TEXT'" without what
/// we say ourselves or what could be as long as the input.
std::string reason_of(std::string message) {
  message.erase(0, message.find("] ") + 2);
  if (message.starts_with("parse error at ")) message.erase(0, message.find(": ") + 2);
  if (const std::size_t read = message.find("; last read: '"); read != std::string::npos) {
    message.erase(read, message.rfind('\'') + 1 - read);
  }
  constexpr std::size_t kMaxBytes = 160;
  if (message.size() > kMaxBytes) message.replace(kMaxBytes, std::string::npos, "...");
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
  bool number_float(number_float_t value, const string_t& literal) override {
    // The parser turns an integer that 64 bits do not hold into the nearest double, which is another number.
    if (literal.find_first_not_of("-0123456789") == string_t::npos) {
      refuse("an integer beyond 64 bits; write it as a string", end_of_number());
    }
    return add(value);
  }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (!keys_.back().insert(name).second) refuse(fmt::format("duplicate key {}", quote(name)));
    key_ = name;
    if (locate_) note_place(name);
    return true;
  }

  bool parse_error(std::size_t read, const std::string&, const nlohmann::detail::exception& error) override {
    std::string reason = reason_of(error.what());
    std::size_t at = read - 1;  // the end of the input counts as a character
    if (at < text_.size() && (reason.find("unexpected ") != std::string::npos || error.id == kOutOfRange)) {
      at = token_start(text_, read);
    }
    throw JsonError(reason, position_at(text_, at));
  }

 private:
  std::size_t consumed() const { return static_cast<std::size_t>(*progress_ - text_.data()); }

  /// One byte has been read beyond a number, to see its end; none where the text ends with it.
  std::size_t end_of_number() const {
    const std::size_t end = consumed();
    return text_[end - 1] >= '0' && text_[end - 1] <= '9' ? end : end - 1;
  }

  /// Refuses the token just read.
  [[noreturn]] void refuse(const std::string& reason) const { refuse(reason, consumed()); }
  /// Refuses the token that ends before `end`.
  [[noreturn]] void refuse(const std::string& reason, std::size_t end) const {
    throw JsonError(reason, position_at(text_, token_start(text_, end)));
  }

  /// Of the key just read, unless its path is too long; then its children have no place either.
  void note_place(const std::string& name) {
    const std::optional<std::string>& parent = path_.back();
    const std::string_view dot = !parent || parent->empty() ? "" : ".";
    key_path_.reset();
    if (!parent || parent->size() + dot.size() + name.size() > kMaxLocatedPath) return;
    key_path_ = fmt::format("{}{}{}", *parent, dot, name);
    out_.keys[*key_path_] = advance_to(token_start(text_, consumed()));
  }

  /// position_at, for offsets that never go back.
  TextPosition advance_to(std::size_t offset) {
    for (; located_ < offset; ++located_) {
      if (text_[located_] == '\n') {
        ++position_.line;
        position_.column = 1;
      } else {
        ++position_.column;
      }
    }
    return position_;
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
    // Not parent[key_], which searches all keys.
    return &parent.get_ptr<Json::object_t*>()->emplace_back(key_, std::move(value)).second;
  }

  template <class Value>
  bool add(Value&& value) {
    place(Json(std::forward<Value>(value)));
    return true;
  }

  bool open(Json&& container) {
    if (open_.size() == kMaxDepth) refuse(fmt::format("nested deeper than {}", kMaxDepth));
    const bool in_object = !open_.empty() && open_.back()->is_object();
    path_.push_back(open_.empty() ? std::string() : in_object ? key_path_ : path_.back());
    open_.push_back(place(std::move(container)));
    keys_.emplace_back();
    return true;
  }

  bool close() {
    open_.pop_back();
    keys_.pop_back();
    path_.pop_back();
    return true;
  }

  std::string_view text_;
  const char* const* progress_;
  LocatedJson& out_;
  bool locate_;
  std::vector<Json*> open_;  // the containers around the next value; one does not grow while a child is open
  std::vector<std::unordered_set<std::string>> keys_;  // of each
  std::vector<std::optional<std::string>> path_;       // dotted path of each; none: too long
  std::string key_;
  std::optional<std::string> key_path_;
  std::size_t located_ = 0;  // position_ is that of text_[located_]
  TextPosition position_;
};

LocatedJson parse(std::string_view text, bool locate) {
  LocatedJson out;
  const char* progress = text.data();
  Builder builder(text, &progress, out, locate);
  if (text.starts_with("\xEF\xBB\xBF"))
    throw JsonError("a byte order mark in front; save the file without it", {});
  // nlohmann_json takes a zero byte for the end of the input.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    throw JsonError("a zero byte", position_at(text, zero));
  }
  Json::sax_parse(CountingIterator(text.data(), &progress),
                  CountingIterator(text.data() + text.size(), &progress), &builder);
  return out;
}

}  // namespace

Json parse_json(std::string_view text) { return parse(text, false).value; }

LocatedJson parse_located_json(std::string_view text) { return parse(text, true); }

}  // namespace sentiment
