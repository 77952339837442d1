// SIGINT and SIGTERM as a question that the training loop asks between steps.
#pragma once

namespace sentiment {

/// From now on the first SIGINT or SIGTERM only sets a flag; a second one, of either kind, ends the process
/// at once.
void watch_for_interrupts();

/// The signal that came, or 0.
int pending_interrupt();

}  // namespace sentiment
