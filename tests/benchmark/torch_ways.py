"""How PyTorch can read a batch; apart from torch_network.py, so that the driver need not load PyTorch."""

PADDED = "padded, time-major"
PADDED_BATCH_FIRST = "padded, batch-first"
PACKED = "packed"
WAYS = (PADDED, PADDED_BATCH_FIRST, PACKED)
