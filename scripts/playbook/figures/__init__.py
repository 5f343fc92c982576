"""Figures: a chart, its text alternative and its table, made together from one data frame."""
