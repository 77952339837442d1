#include "text/detokenizer.h"

namespace sentiment {
namespace {

constexpr std::size_t kLongestPiece = 256;  // bytes without a space: each is cut again for each of its tokens
constexpr int kLongestQuote = 80;           // tokens; a mark after more of them opens another quotation

bool is_word(WrittenKind kind) { return kind == WrittenKind::kWord || kind == WrittenKind::kNumber; }

}  // namespace

Detokenizer::Detokenizer(const TokenizerConfig& config) : tokenizer_(config) {}

std::string Detokenizer::add(std::string_view token) {
  const Written next{written_kind(token), std::string(token)};
  std::string text;
  if (held_.kind != WrittenKind::kBegin) text = release(next);
  if (next.kind == WrittenKind::kApostrophe || next.kind == WrittenKind::kHyphen) {
    held_ = next;
    return text;
  }
  return text + write(next, joint(next));
}

std::string Detokenizer::finish() {
  if (held_.kind == WrittenKind::kBegin) return "";
  return release({WrittenKind::kBegin, ""});
}

/// Writes the token that waited, and decides how `next` stands to it.
std::string Detokenizer::release(const Written& next) {
  const Written held = held_;
  held_ = {};
  if (held.kind == WrittenKind::kApostrophe) return release_apostrophe(next);
  const bool in_chain =
      before_previous_.kind == WrittenKind::kHyphen && of_piece_.size() > 2;  // state-of-the-art
  const bool is_dash = !in_chain && (precedes_dash(previous_.token) || follows_dash(next.token));
  const bool is_hyphen = is_word(previous_.kind) && is_word(next.kind) && !is_dash;
  const Joint joint = is_hyphen ? Joint::kJoined : Joint::kSpace;
  std::string text = write(held, next_joint_ == Joint::kSpace ? joint : next_joint_);
  next_joint_ = joint;
  return text;
}

std::string Detokenizer::release_apostrophe(const Written& next) {
  const Written apostrophe{WrittenKind::kApostrophe, "'"};
  const bool behind_word = is_word(previous_.kind) && next_joint_ == Joint::kSpace;
  Joint before = Joint::kJoined;
  Joint after = Joint::kSpace;
  if (behind_word && next.kind == WrittenKind::kWord && ends_contraction(next.token)) {
    before = after = Joint::kOneWord;
  } else if (is_word(next.kind) && loses_its_beginning(next.token)) {
    before = next_joint_;
    after = Joint::kJoined;
  } else if (behind_word && !in_single_quote_ && may_end_in_apostrophe(previous_.token)) {
    // Of the word.
  } else if (in_single_quote_ || !(is_word(next.kind) || next.kind == WrittenKind::kOpening)) {
    in_single_quote_ = false;
  } else {
    in_single_quote_ = true;
    before = next_joint_;
    after = Joint::kJoined;
  }
  std::string text = write(apostrophe, before);
  next_joint_ = after;
  return text;
}

/// How `next` stands to what is written.
Detokenizer::Joint Detokenizer::joint(const Written& next) {
  if (next.kind == WrittenKind::kQuote) return joint_of_quote();
  if (next_joint_ != Joint::kSpace) return next_joint_;
  if (next.token == "n't" && previous_.kind == WrittenKind::kWord) return Joint::kOneWord;
  switch (next.kind) {
    case WrittenKind::kStop:
    case WrittenKind::kClosing:
      return Joint::kJoined;
    case WrittenKind::kSlash:
      return previous_.kind == WrittenKind::kWord ? Joint::kJoined : Joint::kSpace;
    case WrittenKind::kCharacter:
      return previous_.kind == WrittenKind::kCharacter ? Joint::kJoined : Joint::kSpace;
    case WrittenKind::kNumber:
      if (previous_.kind == WrittenKind::kPrefix) return Joint::kJoined;
      if (previous_.token == ":" && before_previous_.kind == WrittenKind::kNumber) return Joint::kJoined;
      return Joint::kSpace;
    default:
      return joins_behind_dot(next) ? Joint::kJoined : Joint::kSpace;
  }
}

/// A quotation mark opens and closes by turns.
Detokenizer::Joint Detokenizer::joint_of_quote() {
  const bool closes = tokens_in_quote_ >= 0 && tokens_in_quote_ < kLongestQuote;
  tokens_in_quote_ = closes ? -1 : 0;
  return closes ? Joint::kJoined : next_joint_;
}

/// In imdb.com, www.imdb and e.g.
bool Detokenizer::joins_behind_dot(const Written& next) const {
  if (previous_.token != ".") return false;
  if (next.token == "com" || next.token == "org" || next.token == "net") return true;
  return before_previous_.token == "www" ||
         (next.token.size() == 1 && next.kind == WrittenKind::kWord &&
          is_abbreviation(before_previous_.token) && before_previous_.token.size() == 1);
}

std::string Detokenizer::write(const Written& next, Joint joint) {
  std::string text = in_its_case(next, joint);
  const bool begins = previous_.kind == WrittenKind::kBegin;
  if (joint == Joint::kJoined && !cut_as_meant(text, next.token)) joint = Joint::kSpace;
  if (joint == Joint::kSpace) {
    piece_.clear();
    of_piece_.clear();
    if (!cut_as_meant(text, next.token)) text = next.token;
  }
  piece_ += text;
  if (joint == Joint::kOneWord) {
    of_piece_ = tokenizer_.tokenize(piece_);
  } else {
    of_piece_.push_back(next.token);
  }
  if (joint == Joint::kSpace && !begins) text.insert(0, " ");

  const bool opens = next.kind == WrittenKind::kOpening || tokens_in_quote_ == 0;
  const bool joins_next = opens || (next.kind == WrittenKind::kSlash && joint == Joint::kJoined);
  next_joint_ = joins_next ? Joint::kJoined : Joint::kSpace;
  if (tokens_in_quote_ >= 0) ++tokens_in_quote_;
  if (next.token == "`") in_single_quote_ = true;
  note_sentence(next);
  before_previous_ = std::move(previous_);
  previous_ = next;
  return text;
}

std::string Detokenizer::in_its_case(const Written& next, Joint joint) const {
  if (!tokenizer_.config().lowercase || next.kind != WrittenKind::kWord) return next.token;
  if (joint == Joint::kOneWord) return next.token;
  const std::string text = with_own_capitals(next.token);
  const bool behind_dot = joint == Joint::kJoined && previous_.token == ".";
  return at_sentence_begin_ && !behind_dot ? capitalised(text) : text;
}

/// Whether `text`, put behind the piece, is cut into the piece's tokens and `token`.
bool Detokenizer::cut_as_meant(std::string_view text, std::string_view token) {
  const std::string whole = piece_ + std::string(text);
  if (whole.size() > kLongestPiece || piece_.ends_with('<'))
    return false;  // < may begin a tag that ends later
  tokenizer_.tokenize(whole, cut_);
  if (cut_.size() != of_piece_.size() + 1 || cut_[cut_.size() - 1] != token) return false;
  for (std::size_t i = 0; i < of_piece_.size(); ++i)
    if (cut_[i] != of_piece_[i]) return false;
  return true;
}

void Detokenizer::note_sentence(const Written& next) {
  switch (next.kind) {
    case WrittenKind::kStop:
      at_sentence_begin_ = next.token != "." || !is_abbreviation(previous_.token);
      break;
    case WrittenKind::kQuote:
    case WrittenKind::kApostrophe:
    case WrittenKind::kOpening:
      break;
    case WrittenKind::kClosing:
      at_sentence_begin_ = at_sentence_begin_ && (next.token[0] == ')' || next.token[0] == ']');
      break;
    default:
      at_sentence_begin_ = false;
  }
}

}  // namespace sentiment
