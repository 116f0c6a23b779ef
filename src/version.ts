/** This package's version, as told to the platform. A test holds it against package.json. */
export const VERSION = '0.1.0';
