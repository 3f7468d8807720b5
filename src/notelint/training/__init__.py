"""Training of the second reader from labelled notes; needs scikit-learn (``pip install 'notelint[training]'``)."""
