"""What Japanese words mean: the optional dictionary (JMdict, JMnedict)."""
