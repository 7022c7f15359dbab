/** Version of the kit that this copy of the code belongs to; a test holds it equal to the package's. */
export const version: string = '0.1.0';
