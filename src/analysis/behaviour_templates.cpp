#include "analysis/behaviour_templates.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/quote.h"

namespace sentiment {
namespace {

constexpr std::size_t kShortestWord = 4;  // shorter ones with a typo are mostly other words

/// Literal text and slots in turn: the first, third, ... part is text.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    const bool in_slot = parts.size() % 2 == 0;
    if (c != '{' && c != '}') {
      parts.back() += c;
    } else if ((c == '}') == in_slot) {
      parts.emplace_back();
    } else {
      throw DataError(fmt::format("expected braces around the name of a slot, found {}", quote(text)));
    }
  }
  if (parts.size() % 2 == 0)
    throw DataError(fmt::format("expected a closing brace behind {}, found none", quote(parts.back())));
  return parts;
}

/// A slot and which of its words stands in it.
struct Slot {
  std::string name;
  const std::vector<std::string>* words;
  std::size_t chosen = 0;
};

std::vector<Slot> slots_of(const std::vector<std::vector<std::string>>& templates, const SlotWords& words) {
  std::vector<Slot> slots;
  for (const auto& parts : templates) {
    for (std::size_t i = 1; i < parts.size(); i += 2) {
      const auto known = [&](const Slot& slot) { return slot.name == parts[i]; };
      if (std::any_of(slots.begin(), slots.end(), known)) continue;
      const auto found = words.find(parts[i]);
      if (found == words.end())
        throw DataError(fmt::format("expected a slot that \"words\" has, found {}", quote(parts[i])));
      slots.push_back({parts[i], &found->second});
    }
  }
  return slots;
}

std::string filled(const std::vector<std::string>& parts, const std::vector<Slot>& slots) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i % 2 == 0) {
      text += parts[i];
      continue;
    }
    const auto slot = std::find_if(slots.begin(), slots.end(),
                                   [&](const Slot& candidate) { return candidate.name == parts[i]; });
    text += (*slot->words)[slot->chosen];
  }
  return text;
}

/// The next choice, the last slot changing first; false after the last one.
bool advance(std::vector<Slot>& slots) {
  for (auto slot = slots.rbegin(); slot != slots.rend(); ++slot) {
    if (++slot->chosen < slot->words->size()) return true;
    slot->chosen = 0;
  }
  return false;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::vector<std::vector<std::string>> fill_templates(const std::vector<std::string>& templates,
                                                     const SlotWords& words, std::size_t max_fillings) {
  std::vector<std::vector<std::string>> parsed;
  for (const std::string& text : templates) parsed.push_back(parts_of(text));
  std::vector<Slot> slots = slots_of(parsed, words);
  std::size_t fillings = 1;
  for (const Slot& slot : slots) {
    fillings *= slot.words->size();
    if (fillings > max_fillings) {
      throw DataError(fmt::format("expected at most {} texts, found that the words of its slots give more",
                                  max_fillings));
    }
  }
  std::vector<std::vector<std::string>> all;
  do {
    std::vector<std::string>& texts = all.emplace_back();
    for (const auto& parts : parsed) texts.push_back(filled(parts, slots));
  } while (advance(slots));
  return all;
}

std::string with_typo(std::string_view text) {
  std::size_t best = 0;
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end - begin > longest) {
      best = begin;
      longest = end - begin;
    }
    begin = end + 1;
  }
  std::string changed(text);
  if (longest < kShortestWord) return changed;
  const std::size_t pairs = longest - 1;
  for (std::size_t step = 0; step < pairs; ++step) {
    const std::size_t i = best + (pairs / 2 + step) % pairs;
    if (changed[i] == changed[i + 1]) continue;
    std::swap(changed[i], changed[i + 1]);
    return changed;
  }
  return changed;
}

}  // namespace sentiment
