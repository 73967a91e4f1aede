import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-HA3WX6J3.mjs";import"./chunk-6EGMHYK3.mjs";import"./chunk-EY3XHRMI.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
