/** As the server counts them: letters a person sees, not code units. */
export const lengthOf = (password: string) => [...password.normalize('NFC')].length;

export const SHORTEST = 12;
