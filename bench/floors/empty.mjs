// Nothing: what the runtime itself costs.
void 0;
