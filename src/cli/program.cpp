#include "cli/program.h"

#include <fmt/format.h>

#include <iostream>
#include <new>
#include <system_error>

#include "cli/standard_streams.h"
#include "core/error.h"
#include "core/log.h"

namespace sentiment {
namespace {

int status_of(const std::function<int()>& body) {
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
    log_error("out of memory: the data or the model needs more than this process may have");
  } catch (const std::system_error& error) {  // also of std::filesystem and std::thread
    log_error(error.what());
  } catch (const std::exception& error) {
    log_error(fmt::format("internal: {}; please report it", error.what()));
  } catch (...) {
    log_error("internal: unknown exception; please report it");
  }
  return kFailure;
}

}  // namespace

int run_program(const std::function<int()>& body) {
  open_closed_descriptors();
  const int status = status_of(body);
  const int writing = status_of([] {
    if (std::cout) write_results(std::cout, "");  // otherwise the loss has been reported
    return kSuccess;
  });
  return status != kSuccess ? status : writing;
}

}  // namespace sentiment
