import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-NGK65M4R.mjs";import"./chunk-WC34MIFA.mjs";import"./chunk-EY3XHRMI.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
