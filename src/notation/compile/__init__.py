"""From the YAML in ``symbols/`` to the compiled dictionary; the only part of the package that imports yaml.

``load`` reads files strictly and keeps line numbers, ``check`` finds every mistake, ``lexicon``, ``patterns``, ``records``
and ``search_index`` make the sections of the compiled dictionary, ``build`` puts them into one file.
"""
