import CMagic
