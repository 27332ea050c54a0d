/** Told to the window when somebody has signed in again without leaving the page. */
export const SIGNED_IN = 'postern-signed-in'
