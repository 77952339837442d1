#include "cli/program.h"

#include <fmt/format.h>

#include <csignal>
#include <iostream>
#include <new>
#include <system_error>

#include "cli/standard_streams.h"
#include "core/error.h"
#include "core/log.h"

namespace sentiment {
namespace {

int reported_status_of(const std::function<int()>& body) {
  try {
    return body();
  } catch (const ClosedPipe&) {
    return kSuccess;
  } catch (const ConfigError& error) {
    for (const std::string& problem : error.problems) log_error(problem);
    return kUsageError;
  } catch (const Error& error) {
    log_error(error.what());
  } catch (const std::bad_alloc&) {
    log_out_of_memory();
  } catch (const std::system_error& error) {  // also of std::filesystem and std::thread
    log_error(error.what());
  } catch (const std::exception& error) {
    log_error(fmt::format("internal: {}; please report it", error.what()));
  } catch (...) {
    log_error("internal: unknown exception; please report it");
  }
  return kFailure;
}

/// The reports allocate memory as well.
int status_of(const std::function<int()>& body) {
  try {
    return reported_status_of(body);
  } catch (const std::bad_alloc&) {
    log_out_of_memory();
    return kFailure;
  }
}

}  // namespace

int run_program(const std::function<int()>& body) {
  open_closed_descriptors();
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a write that fails, with a reason
  const int status = status_of(body);
  const int writing = status_of([] {
    if (std::cout) write_results(std::cout, "");  // otherwise the loss has been reported
    return kSuccess;
  });
  return status != kSuccess ? status : writing;
}

}  // namespace sentiment
