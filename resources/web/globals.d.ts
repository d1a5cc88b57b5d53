// What the page's scripts add to the window.

interface Window {
  /** Takes one message of Qt, as JSON text (map.js). */
  receive: (text: string) => void;
}
