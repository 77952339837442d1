"""Executed arithmetic of the kernels' matrix products; a multiply-add counts as two.

Per layer and direction, with G gates (lstm 4, gru 3): a token's recurrent product takes 2 G H^2, and the
projection of an input 2 G H E. The backward pass has two products for each of them. The input side counts per
token, or per type where each different token of a batch is projected once.
"""


def inference_flops(tokens, projected, embedding, hidden, gates=4):
    """`projected` inputs: tokens, types, or none with a table that is there already."""
    return 2 * gates * hidden * (tokens * hidden + projected * embedding)


def training_flops(tokens, projected, embedding, hidden, gates=4):
    return 3 * inference_flops(tokens, projected, embedding, hidden, gates)
