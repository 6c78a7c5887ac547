"""The colours of verdicts, which colour-blind readers can distinguish (Okabe-Ito); words are always beside them."""

VERDICTS = {"not-covered": "#D55E00", "undetermined": "#CC79A7", "covered": "#009E73", "no-transfer": "#56B4E9"}
