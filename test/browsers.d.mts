/** Launch options of the system's Chromium; without `executablePath` when there is none. */
export declare const chromium: { executablePath?: string; args: string[] };
/** Path of Firefox, or undefined. */
export declare const firefox: string | undefined;
/** WebKitGTK's WebDriver, its small browser, and the screen it needs where there is no display. */
export declare const webkit: { driver: string | undefined; browser: string | undefined; xvfb: string | undefined };
/** How to get what is missing on Debian and Ubuntu. */
export declare const installHint: string;
/** Names of the engines that are not installed. */
export declare const missingEngines: string[];
