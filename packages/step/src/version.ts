/** The released version; the release script writes it together with the changelog. */
export const version = '0.1.0';
