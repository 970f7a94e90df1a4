"""Papers: the wallet card and the clinician's report, as pages that print well and as PDF from the same data."""
