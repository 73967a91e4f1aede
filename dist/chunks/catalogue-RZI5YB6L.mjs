import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-KY5TUFSA.mjs";import"./chunk-25HR4EGU.mjs";import"./chunk-EY3XHRMI.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
