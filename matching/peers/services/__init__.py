"""What is done for questions between registries: asking, answering, making tables."""
